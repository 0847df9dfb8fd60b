import {readConfig} from './config.js';
import type {Image} from './image.js';
import {ociLayer} from './media-types.js';
import type {TarStore} from './tar-store.js';

/** A tar that holds no image but a file system, such as `docker export` writes: an image of one layer. */
export function readRootfs({source}: TarStore, reference: string): Image {
	return {
		reference,
		form: 'rootfs',
		platform: '',
		tags: [],
		config: readConfig(undefined),
		layers: [{number: 1, mediaType: ociLayer, storedSize: source.size, compression: 'none', blob: source}],
		history: [],
		others: [],
		annotations: {},
		warnings: [],
	};
}
