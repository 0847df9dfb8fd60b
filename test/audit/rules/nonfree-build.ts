import test from 'ava';
import {nonfreeBuild} from '../../../source/audit/rules/nonfree-build.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {configuration, installed, sharedFfmpeg} from '../../helpers/ffmpeg-story.js';

test('a build that may not be passed on, for what, and what to take instead', async t => {
	const contents = sharedFfmpeg({configuration: `${configuration} --enable-nonfree --enable-libfdk-aac`});
	const [finding, ...others] = await auditStory(t, [nonfreeBuild], installed, {contents});
	t.deepEqual(others, []);
	t.like(finding, {
		severity: 'warning',
		layer: 1,
		message: 'FFmpeg 5.1.9-test was built with --enable-nonfree for libfdk-aac: you may use it, and may not pass it on, so that nobody else may pull this image.',
		remedy: 'Build without --enable-nonfree, with FFmpeg\'s own encoder aac instead of libfdk_aac; or keep the image where only your own organisation pulls it.',
	});
});

test('a build of the GPL, and one that was removed, may be passed on', async t => {
	t.deepEqual(await toldFindings(t, [nonfreeBuild], installed, {contents: sharedFfmpeg()}), []);
	t.deepEqual(await toldFindings(t, [nonfreeBuild], `${installed}
	RUN rm -r /usr
	  .wh.usr
	`, {contents: sharedFfmpeg({configuration: `${configuration} --enable-nonfree`})}), []);
});
