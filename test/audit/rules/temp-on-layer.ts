import test from 'ava';
import {temporaryOnLayer} from '../../../source/audit/rules/temp-on-layer.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {installed, sharedFfmpeg} from '../../helpers/ffmpeg-story.js';

const options = (config: Record<string, unknown>) => ({contents: sharedFfmpeg(), config: {config}});
const program = 'note temp-on-layer layer 1 /usr/bin/ffmpeg';

test('temporary files of ffmpeg in the container\'s layer', async t => {
	t.deepEqual(await toldFindings(t, [temporaryOnLayer], installed, options({Env: ['TMPDIR=tmp'], Volumes: {'/tmp/deep': {}, '/t': {}}})), [
		`${program}: /tmp is no volume: what ffmpeg (by cache: and in the first pass of libxvid) and other programs write there lands in the container's own layer, slow, and kept until the container is removed.`,
	]);
	t.deepEqual(await toldFindings(t, [temporaryOnLayer], installed, options({Env: ['TMPDIR=/usr/lib/'], Volumes: {'/tmp': {}}})), [
		`${program}: TMPDIR is /usr/lib, which is no volume: temporary files of programs that honour TMPDIR land in the container's own layer, slow, and kept until the container is removed. (ffmpeg itself does not read it and writes its own to /tmp.)`,
	]);
});

test('a TMPDIR that names no folder', async t => {
	const [{message, remedy}] = await auditStory(t, [temporaryOnLayer], installed, options({Env: ['TMPDIR=/var/tmp/ffmpeg']}));
	t.is(message, 'TMPDIR is /var/tmp/ffmpeg, which is neither a folder of the image nor a volume: programs that honour TMPDIR find no folder there. (ffmpeg itself does not read it and writes its own to /tmp.)');
	t.is(remedy, 'Make the folder (RUN install -d -m 1777 /var/tmp/ffmpeg) and declare it with VOLUME /var/tmp/ffmpeg, or run the container with --tmpfs /var/tmp/ffmpeg where memory is enough for the largest file; likewise for /tmp.');
});

test('the instruction that sets TMPDIR is told, where there is one', async t => {
	const [finding] = await auditStory(t, [temporaryOnLayer], `${installed}\tENV A=1 TMPDIR=/var/tmp/ffmpeg`, options({Env: ['TMPDIR=/var/tmp/ffmpeg']}));
	t.is(finding.instruction, 'ENV A=1 TMPDIR=/var/tmp/ffmpeg');
	t.is(finding.layer, undefined);
	const [other] = await auditStory(t, [temporaryOnLayer], `${installed}\tENV NO_TMPDIR=1`, options({Env: ['TMPDIR=/var/tmp/ffmpeg']}));
	t.is(other.layer, 1);
});

test('no remark: a volume on /tmp, one that holds TMPDIR, FFmpeg\'s libraries without its program', async t => {
	t.deepEqual(await toldFindings(t, [temporaryOnLayer], installed, options({Volumes: {'/tmp': {}}})), []);
	t.deepEqual(await toldFindings(t, [temporaryOnLayer], installed, options({Env: ['TMPDIR=/work/tmp'], Volumes: {'/work/': {}}})), []);
	t.deepEqual(await toldFindings(t, [temporaryOnLayer], `
		RUN apt-get install -y libavcodec59
		  usr/lib/libavcodec.so.59.37.100 = @codec
	`, options({})), []);
});
