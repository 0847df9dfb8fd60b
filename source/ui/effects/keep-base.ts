import {matchBase, type BaseImage} from '../../image/base-image.js';
import {readKnownImages} from '../../image/cache/known-images.js';
import type {Programs} from '../../image/container.js';
import {engineNames} from '../../image/engine-image.js';
import {findBase} from '../../image/find-base.js';
import type {Image} from '../../image/image.js';
import {knownToEngines} from '../../image/origins/engines/known-to-engines.js';
import type {Store} from '../store.js';
import type {OpenImage} from './image-session.js';

/** How the base of an image is looked for. */
export type BaseSearch = {
	/** What `--base` names; `auto`: all engines are asked. */
	named?: string;
	/** For engines, which are asked by their programs; without it none is. */
	programs?: Programs;
};

export type KeepBaseOptions = BaseSearch & {
	openImage: OpenImage;
	/** The folder in which it lies what images were opened before; undefined where nothing is kept. */
	home?: string;
	signal: AbortSignal;
};

/** What tells the base's bytes from one's own waits no longer for it, in milliseconds. */
const patience = 3000;

const auto = 'auto';

/**
Finds the base of an image: the one that is named, else among images that were opened before, at once. An engine is asked once the layers
are read, and only where the image is its own, or `auto` was asked for: to open a file nobody is asked.
*/
export function keepBase(store: Store, {named, programs, openImage, home, signal}: KeepBaseOptions): void {
	const tell = (base: BaseImage | undefined, isSought: boolean) => {
		if (!signal.aborted) {
			store.dispatch({type: 'based', base, isSought});
		}
	};

	const problem = (text: string) => {
		if (!signal.aborted) {
			store.dispatch({type: 'notify', text, kind: 'problem'});
		}
	};

	/** Looks where that takes time; what waits for the base waits a while. */
	const look = async (before: BaseImage | undefined, find: () => Promise<BaseImage | undefined>) => {
		const late = setTimeout(() => {
			tell(before, false);
		}, patience).unref();
		let base = before;
		try {
			base = await find();
		} catch (error) {
			problem((error as Error).message);
		}

		clearTimeout(late);
		tell(base, false);
	};

	const openNamed = async (image: Image, reference: string) => {
		const {image: opened, close} = await openImage(reference, {image: undefined, platform: image.platform || undefined, signal});
		close();
		return matchBase(image, opened);
	};

	let askEngines: (() => void) | undefined;
	const begin = (image: Image) => {
		if (named !== undefined && named !== auto) {
			tell(undefined, true);
			void look(undefined, async () => openNamed(image, named));
			return;
		}

		const opened = home === undefined ? [] : readKnownImages(home, image);
		const base = findBase(image, opened);
		const engine = engineNames.find(name => name === image.form);
		const asked = programs && (named === auto || engine) ? {programs, engine: named === auto ? undefined : engine} : undefined;
		if (base || asked) {
			tell(base, asked !== undefined);
		}

		askEngines = asked && (() => {
			void look(base, async () => findBase(image, [...await knownToEngines({...asked, signal}), ...opened]));
		});
	};

	store.onAction(({type}) => {
		const {image, phase} = store.getState();
		if (type === 'opened' && image) {
			begin(image);
		}

		if (askEngines && ['whole', 'resting', 'stopped'].includes(phase)) {
			const ask = askEngines;
			askEngines = undefined;
			ask();
		}
	});
}

