import test from 'ava';
import {leftoverFile} from '../../../source/audit/rules/leftover-file.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';

test('temporary files, large logs, and archives beside what they were unpacked into', async t => {
	t.deepEqual(await toldFindings(t, [leftoverFile], `
		RUN build
		  01777 tmp/
		  tmp/a.c * 30
		  var/tmp/deep/b.c * 40
		  var/log/dpkg.log * 2000000
		  srv/app/debug.log * 1500000
		  opt/node-v20.tar.xz * 700
		  opt/node-v20/bin/node * 10
	`), [
		'note leftover-file layer 1 / 3500000 B: 2 files (3.50 MB) are logs, which tell of the build, not of what runs: /var/log/dpkg.log (2.00 MB) and /srv/app/debug.log (1.50 MB).',
		'note leftover-file layer 1 /opt/node-v20.tar.xz 700 B: /opt/node-v20.tar.xz (700 B) is an archive, and what was in it lies unpacked beside it.',
		'note leftover-file layer 1 / 70 B: 2 files (70 B) are temporary files, of use only while the image was built: /var/tmp/deep/b.c (40 B) and /tmp/a.c (30 B).',
	]);
});

test('none: an empty /tmp, a small log, an archive alone or beside a file, a core that is none, what is removed', async t => {
	t.deepEqual(await toldFindings(t, [leftoverFile], `
		RUN build
		  01777 tmp/
		  var/log/dpkg.log * 900000
		  opt/alone.tar.gz * 700
		  opt/file.zip * 700
		  opt/file * 10
		  srv/core * 10
		  srv/core.js * 10
		  tmp/gone * 10
		RUN rm /tmp/gone
		  tmp/.wh.gone
	`), []);
});

test('what to write instead', async t => {
	const remedies = async (instruction: string, entries: string) => (await auditStory(t, [leftoverFile], `
		${instruction}
		  ${entries}
	`)).map(({remedy}) => remedy);
	t.deepEqual(await remedies('RUN make', 'tmp/a.c * 30'), ['Write `RUN make && rm -rf /tmp/a.c` in layer 1.']);
	t.deepEqual(await remedies('RUN make', 'tmp/a/x * 30\n\t\t  tmp/b/y * 1'), ['Write `RUN make && rm -rf /tmp/*` in layer 1.']);
	t.deepEqual(await remedies('COPY tmp /tmp', 'tmp/a.c * 30'), ['Leave /tmp/a.c out of the COPY of layer 1, by .dockerignore or by copying less.']);
});
