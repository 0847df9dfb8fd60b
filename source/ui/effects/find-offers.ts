import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {readRecentImages, type RecentImage} from '../../image/cache/recent-images.js';
import type {Programs} from '../../image/container.js';
import type {EngineAnswer, EngineImage, EngineName} from '../../image/engine-image.js';
import {engines} from '../../image/origins/engines/engine.js';
import {findProgram} from '../../image/origins/engines/find-program.js';
import {listEngineImages} from '../../image/origins/engines/list-engine-images.js';
import {listFolder, type FolderImage} from '../../image/origins/list-folder.js';
import type {Offer, Start} from '../start.js';

/** Where images are looked for. */
export type StartPlaces = {
	/** The working folder. */
	folder: string;
	/** The folder in which the list of images lies that were opened lately; undefined where there is to be none. */
	cacheFolder?: string;
	/** For engines, which are asked by their programs; without it none is installed. */
	programs?: Programs;
	/** The engines that are installed, and what asks them all; those that `programs` leads to where this is not told. */
	engines?: Engines;
	/** Milliseconds since 1970. */
	now: () => number;
};

/** Engines that can be asked for their images. */
type Engines = {
	names: readonly EngineName[];
	/** Asks them all at once. */
	ask: (options: {signal: AbortSignal; onAnswer: (answer: EngineAnswer) => void}) => Promise<unknown>;
};

const demo: Offer = {reference: 'demo:', name: 'the demo', form: 'demo'};

/** What there is to offer at once: all but what has to be looked for. */
export function firstOffers({now}: StartPlaces): Start {
	return {recent: [], engines: [], demo, now: now()};
}

/**
Looks for images, each place by itself, and tells what it has found.

@returns Settles once it is known whether there is anything to offer beside the demo, or an engine that is still asked.
*/
export async function findOffers(places: StartPlaces, signal: AbortSignal, tell: (change: (start: Start) => Start) => void): Promise<boolean> {
	const {names, ask} = places.engines ?? installedEngines(places.programs);
	tell(start => ({...start, engines: names.map(name => ({from: name}))}));
	const answered = ({engine, images, note}: EngineAnswer) => {
		tell(start => ({...start, engines: start.engines.map(one => one.from === engine ? {from: engine, offers: images.map(image => offerOfEngine(image)), note} : one)}));
	};

	const askAll = async () => {
		try {
			await ask({signal, onAnswer: answered});
		} catch (error) {
			// Who has not answered by now will not.
			tell(start => ({...start, engines: start.engines.map(one => one.offers ? one : {...one, offers: [], note: `${one.from}: ${(error as Error).message}`})}));
		}
	};

	void askAll();
	const found = await lookAround(places, signal, tell);
	return names.length > 0 || found > 0;
}

/** What was opened lately and what lies in the working folder, as they are now; tells of how many. */
export async function lookAround(places: StartPlaces, signal: AbortSignal, tell: (change: (start: Start) => Start) => void): Promise<number> {
	const showRecent = async () => {
		const recent = await findRecent(places);
		tell(start => ({...start, recent, now: places.now()}));
		return recent.length;
	};

	const showFolder = async (isAfter: Promise<unknown>) => {
		const images = await listFolder(places.folder, {signal});
		const folder = images.map(image => offerOfFolder(image));
		// So that what stands in front is not what came first.
		await isAfter;
		tell(start => ({...start, folder}));
		return folder.length;
	};

	const recent = showRecent();
	const found = await Promise.all([recent, showFolder(recent)]);
	return found[0] + found[1];
}

function installedEngines(programs: Programs | undefined): Engines {
	return {
		names: programs ? engines.filter(({name}) => findProgram(name, programs)).map(({name}) => name) : [],
		ask: async options => programs && listEngineImages({programs, ...options}),
	};
}

/** Those that were opened lately and are still there, as far as that is ours to see. */
async function findRecent({folder, cacheFolder}: StartPlaces): Promise<Offer[]> {
	const images = cacheFolder === undefined ? [] : readRecentImages(cacheFolder);
	const offers = await Promise.all(images.map(async image => await isThere(image) ? offerOfRecent(image, folder) : undefined));
	return offers.filter(offer => offer !== undefined);
}

async function isThere({reference}: RecentImage): Promise<boolean> {
	if (!reference.startsWith('/')) {
		return true;
	}

	try {
		await fs.access(reference);
		return true;
	} catch {
		return false;
	}
}

function offerOfRecent({reference, image, platform, form, size, opened}: RecentImage, folder: string): Offer {
	const chosen = [image, platform].filter(Boolean).join(' ');
	return {reference, image, platform, name: [shortName(reference, folder), chosen].filter(Boolean).join('  '), form, size, opened};
}

/** A path as people write it: from this folder, or from their own. */
function shortName(reference: string, folder: string): string {
	const home = os.homedir();
	const start = [[`${folder.replace(/\/$/, '')}/`, ''], [`${home}/`, '~/']].find(([start]) => start.length > 1 && reference.startsWith(start));
	return start ? start[1] + reference.slice(start[0].length) : reference;
}

function offerOfFolder({reference, path: place, form, compression, size, modified}: FolderImage): Offer {
	const forms = [form ?? (compression === 'none' ? 'archive' : ''), compression === 'none' ? '' : compression].filter(Boolean);
	return {reference, place, name: reference === '.' ? `. (${path.basename(place)})` : reference, form: forms.join(' '), size, made: modified};
}

function offerOfEngine({engine, reference, name, id, size, created}: EngineImage): Offer {
	const made = created === undefined ? Number.NaN : Date.parse(created);
	return {reference, name: name ?? id, form: engine, size, made: Number.isNaN(made) ? undefined : made};
}
