import {BytesNeeded} from '../../archive/bytes-needed.js';
import {ImageError} from '../../image/image.js';

export type AgainOptions = {
	signal: AbortSignal;
	/** Told why the bytes don't come, where that is no mistake of the program. */
	onLacking: (sentence: string) => void;
	onError: (error: unknown) => void;
};

/** What to do where work in slices fails: where it needs bytes that are not here it begins again once they are. */
export function againWithBytes(again: () => void, {signal, onLacking, onError}: AgainOptions): (error: unknown) => void {
	const bring = async (needed: BytesNeeded) => {
		try {
			await needed.bring({signal});
		} catch (error) {
			if (!signal.aborted) {
				tell(error);
			}

			return;
		}

		again();
	};

	const tell = (error: unknown) => {
		if (error instanceof ImageError) {
			onLacking(error.message);
		} else {
			onError(error);
		}
	};

	return error => {
		if (error instanceof BytesNeeded) {
			void bring(error);
		} else {
			onError(error);
		}
	};
}
