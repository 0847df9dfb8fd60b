import * as v from 'valibot';
import {countOf} from '../../../format/count.js';
import {parseBytes} from '../../../format/parse-bytes.js';
import {formatTime} from '../../../format/time.js';
import type {Programs} from '../../container.js';
import type {EngineAnswer, EngineImage, EngineName} from '../../engine-image.js';
import {engines, isImageName, type Engine} from './engine.js';
import {findProgram} from './find-program.js';
import {patience, unanswered} from './inspect-image.js';
import {runEngine} from './run-engine.js';

/** Nobody looks through more; an engine of a build server has thousands. */
const mostImages = 10_000;

export type ListOptions = {
	programs: Programs;
	/** The only one that is asked; all that are installed where it is not told. */
	only?: EngineName;
	signal?: AbortSignal;
	/** Called as soon as an engine has answered. */
	onAnswer?: (answer: EngineAnswer) => void;
	/** Milliseconds that an engine has to answer. */
	limit?: number;
};

/**
The images of all engines that are installed, asked at once. One that does not answer says so in its note.

@throws {Error} AbortError, when `signal` says so.
*/
export async function listEngineImages({programs, only, signal, onAnswer, limit = patience}: ListOptions): Promise<EngineAnswer[]> {
	const answers = await Promise.all(engines.filter(({name}) => only === undefined || name === only).map(async engine => {
		const program = findProgram(engine.name, programs);
		if (!program) {
			return undefined;
		}

		const answer = await list(engine, program, {programs, signal, limit});
		onAnswer?.(answer);
		return answer;
	}));
	return answers.filter(answer => answer !== undefined);
}

async function list(engine: Engine, program: string, {programs, signal, limit}: ListOptions & {limit: number}): Promise<EngineAnswer> {
	const {name} = engine;
	const ran = await runEngine({program, args: engine.list, programs, signal, limit});
	if (ran.exitCode !== 0) {
		return {engine: name, images: [], note: unanswered(engine, ran, [name, ...engine.list.slice(0, 2)].join(' '), limit).message};
	}

	const rows = rowsOf(ran.output);
	const images = new Map<string, EngineImage>();
	let unread = 0;
	for (const row of rows.slice(0, mostImages)) {
		const found = imagesOf(name, row);
		unread += found.length === 0 ? 1 : 0;
		for (const image of found) {
			// One of several platforms is listed for each.
			if (!images.has(image.reference)) {
				images.set(image.reference, image);
			}
		}
	}

	const note = [
		...(rows.length > mostImages ? [`${name} has more than ${countOf(mostImages, 'image')}: the rest is left out.`] : []),
		...(unread > 0 ? [`${name} lists ${countOf(unread, 'image')} in a way that can't be read.`] : []),
	].join(' ');
	return {engine: name, images: [...images.values()].slice(0, mostImages), ...(note !== '' && {note})};
}

/** What a list holds: it is one of JSON, or has an object a line. A line that is none is a row that can't be read. */
function rowsOf(text: string): unknown[] {
	const whole = parseJson(text);
	if (Array.isArray(whole)) {
		return whole;
	}

	return text.split('\n').filter(line => line.trim() !== '').map(line => parseJson(line));
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const text = v.fallback(v.optional(v.string()), undefined);
const texts = v.fallback(v.nullish(v.array(v.string())), undefined);
const textOrNumber = v.fallback(v.optional(v.union([v.string(), v.number()])), undefined);

/** An image as docker and nerdctl list it, a row a name; as podman does, with all names in one. */
const rowSchema = v.object({
	ID: text,
	Id: text,
	Repository: text,
	Tag: text,
	Names: texts,
	Size: textOrNumber,
	Created: textOrNumber,
	CreatedAt: text,
});

type Row = v.InferOutput<typeof rowSchema>;

/** An id, or the start of one that tells an image from others. */
const imageId = /^(?:sha256:)?(?<hex>[\da-f]{12,64})$/;

/** What a row says; nothing where that is no image. */
function imagesOf(engine: EngineName, value: unknown): EngineImage[] {
	const parsed = v.safeParse(rowSchema, value);
	const row: Row = parsed.success ? parsed.output : {};
	const hex = imageId.exec(row.ID ?? row.Id ?? '')?.groups!.hex;
	if (hex === undefined) {
		return [];
	}

	const image = {engine, id: `sha256:${hex}`, size: sizeOf(row), created: createdOf(row)};
	const names = (row.Names ?? [`${row.Repository ?? '<none>'}:${row.Tag ?? '<none>'}`]).filter(name => isImageName(name));
	return names.length > 0
		? names.map(name => ({reference: `${engine}://${name}`, name, ...image}))
		: [{reference: `${engine}://${hex}`, ...image}];
}

function sizeOf({Size: size}: Row): number | undefined {
	const bytes = typeof size === 'string' ? parseBytes(size)?.bytes : size;
	return bytes !== undefined && bytes >= 0 && Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : undefined;
}

/** `2026-01-02 03:04:05 +0100 CET`, as Go writes a time. */
const goTime = /^(?<day>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d:\d\d)(?:\.\d+)? (?<hours>[+-]\d\d)(?<minutes>\d\d)\b/;

function createdOf({Created: seconds, CreatedAt: at = ''}: Row): string | undefined {
	const {day, time, hours, minutes} = goTime.exec(at)?.groups ?? {};
	const milliseconds = typeof seconds === 'number' ? seconds * 1000 : Date.parse(day === undefined ? at : `${day}T${time}${hours}:${minutes}`);
	return formatTime(Number.isNaN(milliseconds) ? undefined : milliseconds / 1000) || undefined;
}
