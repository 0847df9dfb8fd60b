import path from 'node:path';
import {CacheFolder} from './cache-folder.js';
import {DocumentCache} from './document-cache.js';
import {LayerCache} from './layer-cache.js';
import {OverlayCache} from './overlay-cache.js';
import {SavedCache} from './saved-cache.js';
import {SeekPointCache} from './seek-point-cache.js';
import {TagCache} from './tag-cache.js';

/** What the cache may have, in bytes. */
export const cacheLimit = 2_000_000_000;

/** What is kept of images from one run to the next. */
export class ImageCache {
	readonly folder: CacheFolder;
	readonly layers: LayerCache;
	readonly documents: DocumentCache;
	readonly saved: SavedCache;
	readonly points: SeekPointCache;
	readonly overlays: OverlayCache;
	readonly tags: TagCache;

	/**
	@param home freedive's own in the user's folder for caches; other things of freedive lie there too.
	@param maker Says which program this is: what another made is not read.
	@param options How many bytes it may have, and whether windows may be kept: plain content, by which inflating begins in the midst of a layer.
	*/
	constructor(readonly home: string, maker: string, {limit = cacheLimit, keepsWindows = true}: {limit?: number; keepsWindows?: boolean} = {}) {
		this.folder = new CacheFolder(path.join(home, 'images'), limit);
		this.layers = new LayerCache(this.folder, maker);
		this.documents = new DocumentCache(this.folder);
		this.saved = new SavedCache(this.folder, maker);
		this.points = new SeekPointCache(this.folder, keepsWindows);
		this.overlays = new OverlayCache(this.folder, this.layers, maker);
		this.tags = new TagCache(this.folder);
	}
}
