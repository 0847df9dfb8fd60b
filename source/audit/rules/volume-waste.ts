import {entryType} from '../../archive/entry-table.js';
import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {encodeEscaped} from '../../format/safe-text.js';
import type {EntryId} from '../../tree/entry-store.js';
import {slice} from '../../tree/path-tree.js';
import {buildLines} from '../build-lines.js';
import type {Rule} from '../rule.js';

/** What layers write under a volume after it was declared. */
export const volumeWaste: Rule = {
	group: 'configuration',
	severity: 'warning',
	id: 'volume-waste',
	title: 'Writing under a volume',
	counterparts: [],
	detects: 'Layers that store files under a folder after `VOLUME` declared it. With the classic builder a RUN\'s changes there are lost; with others they are copied into each new volume, and hidden by one that is there already: who updates the image still sees the old files.',
	remedy: 'Write VOLUME after all that fills the folder, or leave it out and name the volume when the container starts.',
	references: ['https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes'],
	* find(input) {
		const {overlay: {store, tree}, image} = input;
		const lines = input.once(buildLines);
		for (const volume of image.config.volumes) {
			const declared = lines.findIndex(({keyword, rest, list}) => keyword === 'VOLUME' && (list ?? rest.split(/\s+/)).includes(volume));
			const path = tree.find(encodeEscaped(volume.replaceAll(/^\/+|\/+$/g, '')));
			if (declared < 0 || path <= 0) {
				continue;
			}

			for (const {layer} of lines.slice(declared + 1)) {
				if (layer === undefined) {
					continue;
				}

				const {count, type, size} = store.table(layer);
				const paths = store.paths(layer);
				const contents: EntryId[] = [];
				let bytes = 0;
				for (let index = 0; index < count; index++) {
					if (type[index] === entryType.file && tree.isWithin(paths[index], path)) {
						contents.push(store.base(layer) + index);
						bytes += size[index];
					}

					if (index % slice === slice - 1) {
						yield undefined;
					}
				}

				if (contents.length > 0) {
					yield {
						layer,
						path,
						bytes,
						contents,
						message: `${countOf(contents.length, 'file')} (${formatBytes(bytes)}) ${contents.length === 1 ? 'is' : 'are'} stored under ${tree.path(path)} after \`VOLUME ${volume}\`: a volume that is there already hides ${contents.length === 1 ? 'it' : 'them'}.`,
						remedy: `Write \`VOLUME ${volume}\` after all that fills the folder, or leave it out and give the volume to \`docker run -v\`.`,
					};
				}
			}
		}
	},
};
