import test from 'ava';
import {forbiddenPath} from '../../../source/audit/rules/forbidden-path.js';
import {missingPath} from '../../../source/audit/rules/missing-path.js';
import {toldFindings} from '../../helpers/audit-story.js';

const story = `
	ADD rootfs.tar /
	  usr/bin/app = x
	  bin -> usr/bin
	  root/.ssh/
	  root/.ssh/id_rsa = k
	  root/.ssh/deep/other.pem = k
	  etc/a.pem = k
	  etc/gone.pem = k
	  etc/pem = k
	RUN rm /etc/gone.pem
	  etc/.wh.gone.pem
`;

const missing = async (t: Parameters<typeof toldFindings>[0], ...paths: string[]) => toldFindings(t, [missingPath], story, {demands: {paths}});
const forbidden = async (t: Parameters<typeof toldFindings>[0], ...forbiddenPaths: string[]) => toldFindings(t, [forbiddenPath], story, {demands: {forbiddenPaths}});

test('what is required is there: by its path, behind a link, as a folder, by a pattern', async t => {
	t.deepEqual(await missing(t, '/usr/bin/app', '/bin/app', '/root/.ssh', '*.pem', 'app', '/etc/*.pem', '**/deep/*'), []);
});

test('what is required and not there is an error, each on its own; what was removed is not there', async t => {
	t.deepEqual(await missing(t, '/usr/bin/ap', '/etc/gone.pem', '*.crt', '/usr/bin/app'), [
		'error missing-path: Nothing in the finished image is *.crt, which the policy requires.',
		'error missing-path: Nothing in the finished image is /etc/gone.pem, which the policy requires.',
		'error missing-path: Nothing in the finished image is /usr/bin/ap, which the policy requires.',
	]);
});

test('what is forbidden is told, removed or not; of a folder the folder alone', async t => {
	t.deepEqual(await forbidden(t, '*.pem', '/root/.ssh'), [
		'error forbidden-path layer 1 /etc/a.pem: /etc/a.pem is in the image, which the policy forbids.',
		'error forbidden-path layer 1 /etc/gone.pem: /etc/gone.pem is in layer 1, which the policy forbids: that a later layer removes it does not take it out.',
		'error forbidden-path layer 1 /root/.ssh: /root/.ssh is in the image, which the policy forbids.',
	]);
});

test('near misses: other names, what a whiteout names, and nothing where nothing is forbidden', async t => {
	t.deepEqual(await forbidden(t, '*.pe', '/root/.sshd', '/usr/bin/ap', '.wh.*'), []);
	t.deepEqual(await forbidden(t), []);
	t.deepEqual(await missing(t), []);
});
