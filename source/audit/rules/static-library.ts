import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {liveByLayer} from '../live-by-layer.js';
import type {Rule} from '../rule.js';

/** Static libraries in the finished image. */
export const staticLibrary: Rule = {
	id: 'static-library',
	title: 'Static libraries',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Static libraries (`*.a` that begin with `!<arch>` or `!<thin>`, and libtool\'s `*.la`) in the finished file system. Programs are linked with them while they are built; none that runs needs them.',
	remedy: 'Delete them in the instruction that installs them, or build in a stage of its own and copy out what runs.',
	references: ['https://docs.docker.com/build/building/multi-stage/'],
	* find(input) {
		const {overlay, factOf} = input;
		for (const {layer, folder, contents, bytes} of yield * liveByLayer(input, (content, path) =>
			factOf(content)?.archive !== undefined || overlay.tree.name(path).endsWith('.la'))) {
			yield {
				layer,
				path: folder,
				bytes,
				contents,
				message: `${countOf(contents.length, 'static library', 'static libraries')} in ${overlay.tree.path(folder)} (${formatBytes(bytes)}): no program that runs needs them.`,
				remedy: 'Delete them in the same RUN (find … -name \'*.a\' -delete), or build in a stage of its own and COPY --from only what runs.',
			};
		}
	},
};
