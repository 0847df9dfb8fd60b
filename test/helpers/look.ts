import {lookInto, type Facts} from '../../source/content/look-into.js';

/** No parser asks for more at once, so that no one who brings bytes has to hold more. */
const mostAtOnce = 1 << 20;

/** Looks into bytes as the screen does: what is handed out is spoiled when more is asked for. Fails where a parser asks for what it must not. */
export function look(path: string, bytes: Uint8Array, size = bytes.length): Facts & {reads: number} {
	const reading = lookInto({path, size});
	const given = Buffer.alloc(mostAtOnce);
	let reads = 0;
	let step = reading.next();
	while (!step.done) {
		const {at, length} = step.value;
		if (!(Number.isSafeInteger(at) && at >= 0 && length >= 0 && length <= mostAtOnce)) {
			throw new Error(`a parser asks for ${length} bytes at ${at}`);
		}

		given.fill(0x58);
		const wanted = bytes.subarray(at, at + length);
		given.set(wanted);
		reads++;
		step = reading.next(given.subarray(0, wanted.length));
	}

	return {...step.value, reads};
}

/** The rows of a table by its title, cells joined. */
export function rowsOf(facts: Facts, title: string): string[] {
	return (facts.tables.find(table => table.title === title)?.rows ?? []).map(row => row.join(' | '));
}

/** The value of a row in any table of two columns. */
export function factOf(facts: Facts, name: string): string | undefined {
	return facts.tables.filter(({columns}) => columns.length === 2).flatMap(({rows}) => rows).find(row => row[0] === name)?.[1];
}
