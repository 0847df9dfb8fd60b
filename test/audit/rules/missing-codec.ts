import test from 'ava';
import {missingCodec} from '../../../source/audit/rules/missing-codec.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {configuration, installed, sharedFfmpeg, staticFfmpeg} from '../../helpers/ffmpeg-story.js';

const contents = sharedFfmpeg();
const library = 'layer 1 /usr/lib/libavcodec.so.59.37.100';
const labelled = (labels: Record<string, string>, more = {}) => ({contents, config: {config: {Env: ['PATH=/usr/bin'], Labels: labels, ...more}}});

test('what a label names and the build lacks, with what it has for the same format', async t => {
	const [finding, ...others] = await auditStory(t, [missingCodec], installed, labelled({'org.example.codecs': 'h264, aac,mp3,fdk-aac'}));
	t.deepEqual(others, []);
	t.like(finding, {
		severity: 'error',
		confidence: 'high',
		layer: 1,
		instruction: 'RUN apt-get install -y ffmpeg',
		message: 'FFmpeg 5.1.9-test has no fdk-aac, which the label org.example.codecs names: it was built without --enable-libfdk-aac; for the same format it has aac.',
		remedy: 'Take fdk-aac out of the label and use aac, or build FFmpeg with --enable-libfdk-aac --enable-nonfree. Together with --enable-gpl that makes a build which nobody may pass on: keep such an image to yourselves.',
	});
});

test('what the policy requires: names of encoders, formats and libraries', async t => {
	t.deepEqual(await toldFindings(t, [missingCodec], installed, {contents, demands: {codecs: ['libx264', 'MP3', 'libvpx', 'opus', 'acc']}}), [
		`error missing-codec ${library}: FFmpeg 5.1.9-test has no acc, which is required: it has no encoder, decoder or library of that name.`,
		`error missing-codec ${library}: FFmpeg 5.1.9-test has no libvpx, which is required: it was built without --enable-libvpx.`,
		`error missing-codec ${library}: FFmpeg 5.1.9-test has no opus, which is required: it was built without --enable-libopus.`,
	]);
	const [{remedy}] = await auditStory(t, [missingCodec], installed, {contents, demands: {codecs: ['acc']}});
	t.is(remedy, 'Install a build that has it. Did you mean aac?');
});

test('what is lacking is told once, however often and by whichever of its names it is wanted', async t => {
	const wanted = (codecs: string[], labels: Record<string, string>) => ({...labelled(labels), demands: {codecs}});
	t.deepEqual(await toldFindings(t, [missingCodec], installed, wanted(['opus'], {codecs: 'aac, libopus', encoders: 'Opus opus'})), [
		`error missing-codec ${library}: FFmpeg 5.1.9-test has no opus, which the label encoders names and is required and the label codecs names as libopus: it was built without --enable-libopus.`,
	]);
	const [{remedy}] = await auditStory(t, [missingCodec], installed, wanted(['opus'], {codecs: 'libopus'}));
	t.is(remedy, 'Build FFmpeg with --enable-libopus, or install a build that was.');
	t.deepEqual(await toldFindings(t, [missingCodec], installed, wanted([], {codecs: 'libopus', encoders: 'libopus'})), [
		`error missing-codec ${library}: FFmpeg 5.1.9-test has no libopus, which the label codecs and the label encoders name: it was built without --enable-libopus.`,
	]);
	const [{message, remedy: inLabels}] = await auditStory(t, [missingCodec], installed, wanted([], {codecs: 'opus libopus'}));
	t.regex(message, /no opus, which the label codecs names and the label codecs names as libopus: /);
	t.is(inLabels, 'Take opus and libopus out of the label, or build FFmpeg with --enable-libopus.');
	t.regex((await toldFindings(t, [missingCodec], installed, wanted(['libopus', 'opus'], {})))[0], /no libopus, which is required and is required as opus: /);
	// Of one library, and not the same.
	t.is((await toldFindings(t, [missingCodec], installed, wanted(['libvpx', 'vp8'], {}))).length, 2);
});

test('a format that is read and can\'t be written is a note', async t => {
	t.deepEqual(await toldFindings(t, [missingCodec], installed, labelled({codecs: 'vp9'})), [
		`note missing-codec (medium) ${library}: FFmpeg 5.1.9-test reads vp9 and can't write it, which the label codecs names: it has the decoder vp9 and no encoder.`,
	]);
});

test('nothing is missing: all is there, the label is no list, there is no FFmpeg that a label could mean', async t => {
	t.deepEqual(await toldFindings(t, [missingCodec], installed, labelled({codecs: 'h264 aac libmp3lame', 'org.codecs': 'all that we need, and more…', codecsUrl: 'opus'})), []);
	t.deepEqual(await toldFindings(t, [missingCodec], `
		COPY app /
		  app = text
	`, labelled({codecs: 'opus'})), []);
});

test('without FFmpeg what is required of it is missing', async t => {
	t.deepEqual(await toldFindings(t, [missingCodec], `
		RUN apt-get install -y ffmpeg
		  0755 usr/bin/ffmpeg = @program
		RUN apt-get purge -y ffmpeg
		  usr/bin/.wh.ffmpeg
	`, {contents, demands: {codecs: ['aac', 'opus']}}), ['error missing-codec: The image has no FFmpeg, and so none of the codecs that are required of it: aac, opus.']);
});

test('the build that runs counts, and another that has the codec is named', async t => {
	const story = `
		RUN apt-get install -y ffmpeg
		  0755 usr/bin/ffmpeg = @program
		  usr/lib/libavcodec.so.59.37.100 = @codec
		COPY ffmpeg /opt/
		  0755 opt/ffmpeg = @static
	`;
	const both = {...contents, static: staticFfmpeg({version: '7.1', coders: ['encoder aac aac', 'decoder opus opus', 'encoder libopus opus'], configuration: `${configuration} --enable-libopus`})};
	const options = (Entrypoint: string[]) => ({...labelled({codecs: 'opus'}, {Entrypoint}), contents: both});
	t.deepEqual(await toldFindings(t, [missingCodec], story, options(['/opt/ffmpeg'])), []);
	const [{message, remedy}] = await auditStory(t, [missingCodec], story, options(['ffmpeg', '-i']));
	t.regex(message, /^FFmpeg 5\.1\.9-test has no opus/);
	t.regex(remedy, /^The build at \/opt\/ffmpeg has it/);
});

test('where the tables can\'t be read, a library is told by the configuration, and nothing else is claimed', async t => {
	const unread = sharedFfmpeg({layout: 'nowhere'});
	t.deepEqual(await toldFindings(t, [missingCodec], installed, {...labelled({codecs: 'libx264,libopus,vp9'}), contents: unread}), [
		`error missing-codec ${library}: FFmpeg 5.1.9-test has no libopus, which the label codecs names: it was built without --enable-libopus.`,
		`note missing-codec (low) ${library}: Whether FFmpeg 5.1.9-test has vp9, which the label codecs names, can't be told: its table of codecs is not in the image, or of a form that is not known.`,
	]);
});
