import {execFileSync, spawnSync} from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {findSecrets} from '../../../source/content/secrets/find-secrets.js';
import {testWith} from '../../helpers/archive/test-with.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const has = (program: string) => !spawnSync(program, ['-h']).error;

function kinds(content: string | Uint8Array, name = 'srv/file'): string[] {
	return findSecrets(name, Buffer.from(content))?.found.map(({kind, confidence}) => `${kind} ${confidence}`) ?? [];
}

const rsa = crypto.generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey;
const curve = crypto.generateKeyPairSync('ec', {namedCurve: 'P-256'});
const edwards = crypto.generateKeyPairSync('ed25519').privateKey;
const pkcs8 = rsa.export({type: 'pkcs8', format: 'pem'}) as string;

test('keys of OpenSSL, open and under a passphrase, in each of its forms', t => {
	for (const key of [pkcs8, rsa.export({type: 'pkcs1', format: 'pem'}), curve.privateKey.export({type: 'sec1', format: 'pem'}), edwards.export({type: 'pkcs8', format: 'pem'})]) {
		t.deepEqual(kinds(key as string), ['private-key high']);
	}

	for (const type of ['pkcs1', 'pkcs8'] as const) {
		t.deepEqual(kinds(rsa.export({type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x'}) as string), ['encrypted-private-key low'], `at ${type}`);
	}

	for (const der of [rsa.export({type: 'pkcs8', format: 'der'}), rsa.export({type: 'pkcs1', format: 'der'}), curve.privateKey.export({type: 'pkcs8', format: 'der'}), curve.privateKey.export({type: 'sec1', format: 'der'})]) {
		t.deepEqual(kinds(der), ['private-key high']);
	}
});

test('a key as a string of JSON, of YAML, of a script, and once more in Base64', t => {
	t.deepEqual(kinds(JSON.stringify({type: 'service_account', private_key: pkcs8}), 'app/account.json'), ['private-key high']);
	t.deepEqual(kinds(`tls:\n  key: |\n${pkcs8.replaceAll(/^/gm, ' '.repeat(4))}`, 'app/values.yaml'), ['private-key high']);
	t.deepEqual(kinds(`const key = [\n${pkcs8.trim().split('\n').map(line => `  '${line}',`).join('\n')}\n].join('\\n');`), ['private-key high']);
	t.deepEqual(kinds(`users:\n- user:\n    client-key-data: ${Buffer.from(pkcs8).toString('base64')}\n`, 'root/.kube/config'), ['private-key high']);
});

test('no key: public ones and certificates, headings, constants, what is cut off or made up', t => {
	for (const text of [
		curve.publicKey.export({type: 'spki', format: 'pem'}) as string,
		'-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n',
		'-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----\n',
		'if (text.startsWith("-----BEGIN OPENSSH PRIVATE KEY-----")) { return readTheKeyThatStandsBehindItAndGiveItToWhoeverAskedForTheKeyBefore(); }',
		`-----BEGIN PRIVATE KEY-----\n${'A'.repeat(1000)}\n-----END PRIVATE KEY-----\n`,
		`-----BEGIN PRIVATE KEY-----\n${crypto.randomBytes(800).fill(7, 0, 1).toString('base64')}\n-----END PRIVATE KEY-----\n`,
		'PRIVATE KEY-----',
		// Lengths of DER that have no end, more bytes than are there, or more than a key has.
		...[[0x30, 0x80], [0x30, 0x84, 0, 0, 0, 1], [0x30, 0xFF]].flatMap(start => [start, [...start, ...crypto.randomBytes(800)]])
			.map(bytes => `-----BEGIN PRIVATE KEY-----\n${Buffer.from(bytes).toString('base64')}\n-----END PRIVATE KEY-----\n`),
		`-----BEGIN CERTIFICATE-----\n${crypto.randomBytes(800).toString('base64')}\n-----END CERTIFICATE-----\n`,
	]) {
		t.deepEqual(kinds(text), [], `at ${text.slice(0, 80)}`);
	}

	t.deepEqual(kinds(curve.publicKey.export({type: 'spki', format: 'der'})), []);
});

testWith(test, {'ssh-keygen': has('ssh-keygen')})('keys of OpenSSH, and what they are under', t => {
	const folder = temporaryFolder(t);
	for (const [type, passphrase, wanted] of [['ed25519', '', 'private-key high'], ['rsa', '', 'private-key high'], ['ed25519', 'secret phrase', 'encrypted-private-key low']]) {
		const file = path.join(folder, `${type}${passphrase.length}`);
		execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-f', file]);
		t.deepEqual(kinds(fs.readFileSync(file)), [wanted], `at ${type}`);
		t.deepEqual(kinds(fs.readFileSync(`${file}.pub`)), []);
	}
});

testWith(test, {puttygen: has('puttygen')})('keys of PuTTY', t => {
	const folder = temporaryFolder(t);
	const words = path.join(folder, 'words');
	for (const [phrase, wanted] of [['', 'private-key high'], ['secret', 'encrypted-private-key low']]) {
		fs.writeFileSync(words, phrase);
		const file = path.join(folder, `key${phrase.length}.ppk`);
		execFileSync('puttygen', ['-t', 'ed25519', '--new-passphrase', words, '-o', file]);
		t.deepEqual(kinds(fs.readFileSync(file)), [wanted]);
	}
});

testWith(test, {gpg: has('gpg')})('keys of GnuPG, exported and in its own folder', t => {
	const folder = fs.mkdtempSync('/tmp/freedive-gpg-');
	t.teardown(() => {
		spawnSync('gpgconf', ['--homedir', folder, '--kill', 'all']);
		fs.rmSync(folder, {recursive: true, force: true});
	});
	const gpg = (...words: string[]) => execFileSync('gpg', ['--homedir', folder, '--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', ...words], {stdio: ['ignore', 'pipe', 'ignore']});
	gpg('--quick-generate-key', 'someone@example.net', 'ed25519', 'sign', 'never');
	t.deepEqual(kinds(gpg('--export-secret-keys', '--armor')), ['pgp-private-key medium']);
	t.deepEqual(kinds(gpg('--export', '--armor')), []);
	const keys = path.join(folder, 'private-keys-v1.d');
	t.deepEqual(kinds(fs.readFileSync(path.join(keys, fs.readdirSync(keys)[0]))), ['private-key high']);
});

testWith(test, {keytool: has('keytool'), openssl: has('openssl')})('keystores: with a key, and of certificates alone, as Java has its roots', t => {
	const folder = temporaryFolder(t);
	const file = (name: string) => path.join(folder, name);
	fs.writeFileSync(file('key.pem'), pkcs8);
	execFileSync('openssl', ['req', '-x509', '-key', file('key.pem'), '-subj', '/CN=x', '-out', file('cert.pem'), '-days', '9']);
	execFileSync('openssl', ['pkcs12', '-export', '-inkey', file('key.pem'), '-in', file('cert.pem'), '-passout', 'pass:x', '-out', file('key.p12')]);
	t.deepEqual(kinds(fs.readFileSync(file('key.p12'))), ['keystore medium']);
	const keytool = (...words: string[]) => execFileSync('keytool', [...words, '-storepass', 'changeit', '-noprompt'], {stdio: 'ignore'});
	for (const type of ['JKS', 'JCEKS', 'PKCS12']) {
		keytool('-importcert', '-alias', 'root', '-file', file('cert.pem'), '-keystore', file(`roots.${type}`), '-storetype', type);
		t.deepEqual(kinds(fs.readFileSync(file(`roots.${type}`))), [], `certificates in ${type}`);
		fs.copyFileSync(file(`roots.${type}`), file(`both.${type}`));
		keytool('-genkeypair', '-alias', 'own', '-keyalg', 'RSA', '-dname', 'CN=x', '-keypass', 'changeit', '-keystore', file(`both.${type}`), '-storetype', type);
		t.deepEqual(kinds(fs.readFileSync(file(`both.${type}`))), ['keystore medium'], `a key in ${type}`);
	}
});

test('keystores that lie: counts and lengths beyond the end', t => {
	for (const magic of ['feedfeed', 'cececece']) {
		const start = Buffer.from(`${magic}00000002ffffffff00000002`, 'hex');
		t.deepEqual(kinds(Buffer.concat([start, Buffer.alloc(200, 0xFF)])), []);
		t.deepEqual(kinds(Buffer.concat([start, Buffer.alloc(200)])), []);
	}

	for (const start of ['3084ffffffff020103', '3082ffff02010030', '30ff020103', '3000']) {
		t.deepEqual(kinds(Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(100, 0x30)])), [], `at ${start}`);
	}
});
