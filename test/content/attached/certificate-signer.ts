import {spawnSync} from 'node:child_process';
import test from 'ava';
import {certificateSigner} from '../../../source/content/attached/certificate-signer.js';
import {testWith} from '../../helpers/archive/test-with.js';
import {keylessCertificate} from '../../helpers/attached-samples.js';
import {Random} from '../../helpers/random.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const testOpenssl = testWith(test, {openssl: spawnSync('openssl', ['version']).status === 0});

testOpenssl('who signed, of mail and of a workflow, and who vouched', t => {
	const mail = keylessCertificate(temporaryFolder(t), 'email:ann@shop.example', 'https://accounts.example');
	for (const bytes of [Buffer.from(mail.pem), mail.der]) {
		t.deepEqual(certificateSigner(bytes), {identity: 'ann@shop.example', issuer: 'https://accounts.example'});
	}

	// An address of more than 127 letters has its length in two bytes.
	const long = `https://git.example/${'a'.repeat(150)}`;
	const workflow = keylessCertificate(temporaryFolder(t), 'URI:https://git.example/shop/app/.github/workflows/release.yml@refs/heads/main', long);
	t.deepEqual(certificateSigner(workflow.der), {identity: 'https://git.example/shop/app/.github/workflows/release.yml@refs/heads/main', issuer: long});
	t.deepEqual(certificateSigner(keylessCertificate(temporaryFolder(t), 'email:a@b.example', 'https://old.example', 'old').der), {identity: 'a@b.example', issuer: 'https://old.example'});
});

testOpenssl('bytes changed by chance are told or not, and never an error', t => {
	const {der} = keylessCertificate(temporaryFolder(t), 'email:ann@shop.example', 'https://accounts.example');
	const random = new Random(4);
	let told = 0;
	for (let round = 0; round < 300; round++) {
		const broken = Buffer.from(der);
		broken[random.below(broken.length)] = random.below(256);
		told += certificateSigner(round % 5 === 0 ? broken.subarray(0, random.below(broken.length)) : broken) ? 1 : 0;
	}

	t.true(told > 20 && told < 300, `${told}`);
});

test('what is no certificate says nothing', t => {
	for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'A'.repeat(100_000)]) {
		t.is(certificateSigner(Buffer.from(text)), undefined);
	}
});
