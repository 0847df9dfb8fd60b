import test from 'ava';
import {labelMismatch} from '../../../source/audit/rules/label-mismatch.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {installed, sharedFfmpeg} from '../../helpers/ffmpeg-story.js';

const options = (Labels: Record<string, string>, Env: string[] = [], contents = sharedFfmpeg()) => ({contents, config: {config: {Env: ['PATH=/usr/bin', ...Env], Labels}}});

test('a label, and a variable, that give another version than the binary\'s', async t => {
	t.deepEqual(await toldFindings(t, [labelMismatch], installed, options({'org.example.ffmpeg.version': '6.0'}, ['FFMPEG_VERSION=5.1.1'])), [
		'warning label-mismatch layer 1 /usr/lib/libavcodec.so.59.37.100: The label org.example.ffmpeg.version says FFmpeg 6.0, and the one that runs is FFmpeg 5.1.9-test.',
		'warning label-mismatch layer 1 /usr/lib/libavcodec.so.59.37.100: The variable FFMPEG_VERSION says FFmpeg 5.1.1, and the one that runs is FFmpeg 5.1.9-test.',
	]);
	const [{remedy}] = await auditStory(t, [labelMismatch], installed, options({ffmpeg: '5.10'}));
	t.is(remedy, 'Set the label ffmpeg to 5.1.9, or install the FFmpeg that it promises; an ARG that both the installation and the label use keeps them together.');
});

for (const [title, value, version] of [
	['the beginning of the version', '5.1', undefined],
	['the version as Debian writes it', '7:5.1.9-0+deb12u1', undefined],
	['the version as git tags it', 'n5.1.9', undefined],
	['no version', 'latest', undefined],
	['a version with an ending nought', '7.0.0', '7.0'],
	['a version of a build of a commit', '6.0', 'N-66595-gc2b38619c0'],
] as const) {
	test(`no contradiction: ${title}`, async t => {
		t.deepEqual(await toldFindings(t, [labelMismatch], installed, options({'ffmpeg.version': value, 'org.opencontainers.image.version': '1.0'}, [], sharedFfmpeg(version === undefined ? {} : {version}))), []);
	});
}
