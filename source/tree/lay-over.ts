import type {OverlayCache} from '../image/cache/overlay-cache.js';
import type {Image} from '../image/image.js';
import type {Overlay, OverlayRecord} from './overlay.js';

/**
Lays the layers of an image over one another whose tables have come in, as `Overlay.advance` does; or, where all are in and none was laid
yet, takes what is kept of how they lie. What is complete is kept for the next time.
*/
export function * layOver(overlay: Overlay, image: Image, cache: OverlayCache | undefined): Generator<void> {
	if (cache && overlay.isUntouched) {
		const kept = yield * cache.find<OverlayRecord['rest']>(image);
		if (kept && overlay.takeKept(kept.record)) {
			overlay.answers = kept.answers;
			return;
		}
	}

	yield * overlay.advance();
	if (overlay.complete) {
		overlay.answers ??= cache?.keep(image, overlay.store.count, () => overlay.give());
	}
}
