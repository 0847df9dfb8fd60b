import type {OpenedImage} from '../../image/open-image.js';
import type {Store} from '../store.js';

export type KeepAttachedOptions = {
	opening: Promise<OpenedImage>;
	signal: AbortSignal;
	onError: (error: unknown) => void;
};

/**
Finds what is attached to an image once someone looks at its details: a registry is asked for it then, and not before.

@returns `settled`: waits until the image's file is not read for it any more, once the signal has stopped it.
*/
export function keepAttached(store: Store, {opening, signal, onError}: KeepAttachedOptions): {settled: () => Promise<unknown>} {
	let working: Promise<void> | undefined;
	const find = async () => {
		try {
			const {attached} = await opening;
			store.dispatch({type: 'attached', found: 'looking'});
			store.dispatch({type: 'attached', found: await attached({asks: true, signal})});
		} catch (error) {
			if (!signal.aborted) {
				onError(error);
			}
		}
	};

	store.onAction(() => {
		const {image, rightView} = store.getState();
		if (image && rightView === 'image') {
			working ??= find();
		}
	});
	return {settled: async () => working};
}
