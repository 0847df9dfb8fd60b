import {plainName} from '../../content/ffmpeg/find-codec.js';
import {buildName, imageFfmpeg} from '../ffmpeg/image-ffmpeg.js';
import type {Rule} from '../rule.js';

/** What makes a build nonfree, and what does the same job without; the licences of these do not go with FFmpeg's (`configure`, `EXTERNAL_LIBRARY_NONFREE_LIST` and `HWACCEL_LIBRARY_NONFREE_LIST`). */
const causes: ReadonlyArray<readonly [name: string, instead: string]> = [
	['libfdkaac', 'FFmpeg\'s own encoder aac instead of libfdk_aac'],
	['libnpp', 'the filter scale_cuda, with --enable-cuda-llvm, instead of libnpp'],
	['cudanvcc', '--enable-cuda-llvm instead of --enable-cuda-nvcc'],
	['cudasdk', '--enable-cuda-llvm instead of --enable-cuda-sdk'],
	['openssl', '--enable-gnutls, or OpenSSL 3 with --enable-version3, instead of an older OpenSSL'],
	['libtls', '--enable-gnutls instead of libtls'],
	['decklink', 'no decklink'],
];

/** FFmpeg builds that nobody may pass on. */
export const nonfreeBuild: Rule = {
	id: 'nonfree-build',
	title: 'FFmpeg that may not be passed on',
	group: 'configuration',
	severity: 'warning',
	counterparts: [],
	detects: 'An FFmpeg that was configured with `--enable-nonfree`, as the configuration in its binaries says: it holds parts whose licences contradict FFmpeg\'s own. Such a build may be used, and may not be given to others; an image with it that others pull gives it to them.',
	remedy: 'Build without `--enable-nonfree` and what needs it, or keep the image where only your own organisation pulls it.',
	references: ['https://ffmpeg.org/legal.html'],
	* find(input) {
		for (const found of input.once(imageFfmpeg)) {
			const {build, place: {layer, path}} = found;
			if (!build.license?.nonfree) {
				continue;
			}

			const parts = causes.filter(([cause]) => build.enabled.some(name => plainName(name) === cause));
			const names = build.enabled.filter(name => parts.some(([cause]) => plainName(name) === cause));
			yield {
				layer,
				path,
				key: build.version ?? '',
				message: `${buildName(found)} was built with --enable-nonfree${names.length === 0 ? '' : ` for ${names.join(', ')}`}: you may use it, and may not pass it on, so that nobody else may pull this image.`,
				remedy: parts.length === 0
					? 'Nothing that needs it is switched on: build without --enable-nonfree, or keep the image where only your own organisation pulls it.'
					: `Build without --enable-nonfree, with ${parts.map(([, instead]) => instead).join(', ')}; or keep the image where only your own organisation pulls it.`,
			};
		}
	},
};
