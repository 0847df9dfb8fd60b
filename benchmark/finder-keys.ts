import type {RealTerminal} from '../test/helpers/real-terminal.js';
import {threadTime} from './measure.js';

/** Of each key the milliseconds until its answer was on the screen, and those that the program's main thread worked for it, which other work on the machine changes less. */
export type KeyTimes = {times: number[]; worked: number[]};

/** What people type who look for a file: half a name, parts of a path, the end of a name, what is large. */
const queries = ['libssl', 'package json', 'index.js$', 'etc conf', '.so size:>1MB'];

/** How fast a quick typist's letters follow one another in a burst: twelve in a fifth of a second. */
const burst = 200 / 12;

const pause = async (time: number) => new Promise(resolve => {
	setTimeout(resolve, time);
});

/** Types queries into the finder, letter by letter: each key's time is that until what it has found is on the screen. */
export async function keysToResults(terminal: RealTerminal, count: number): Promise<KeyTimes> {
	const all: KeyTimes = {times: [], worked: []};
	while (all.times.length < count) {
		const query = queries[Math.floor(all.times.length / 8) % queries.length];
		for (let length = 1; length <= query.length; length++) {
			await keyToResult(terminal, query[length - 1], query.slice(0, length), all);
		}

		await clear(terminal);
	}

	return all;
}

/** The same for letters that are taken back. */
export async function deletionsToResults(terminal: RealTerminal, count: number): Promise<KeyTimes> {
	const all: KeyTimes = {times: [], worked: []};
	for (let round = 0; all.times.length < count; round++) {
		const query = queries[round % queries.length];
		terminal.type(query);
		await terminal.until(() => isFound(terminal.lines[1], query));
		await terminal.quiet(60);
		for (let length = query.length - 1; length > 0; length--) {
			await keyToResult(terminal, '\u007F', query.slice(0, length), all);
		}

		await clear(terminal);
	}

	return all;
}

/** Letters typed in a burst: the times from the last of each until what all of them have found is on the screen. */
export async function burstsToResults(terminal: RealTerminal, count: number): Promise<KeyTimes> {
	const all: KeyTimes = {times: [], worked: []};
	while (all.times.length < count) {
		const query = 'package json';
		for (const letter of query.slice(0, -1)) {
			terminal.type(letter);
			await pause(burst);
		}

		await keyToResult(terminal, query.at(-1)!, query, all);
		await clear(terminal);
	}

	return all;
}

/** Types into the finder as long as something holds: the times until each letter stands in its line, whatever is found. */
export async function keysToLine(terminal: RealTerminal, isGoingOn: (text: string) => boolean, count: number): Promise<number[]> {
	const times: number[] = [];
	terminal.type('f');
	await terminal.until(text => text.split('\n', 2)[1].startsWith(' f'));
	for (let typed = ''; isGoingOn(terminal.text) && times.length < count;) {
		const key = typed.length < 6 ? queries[0][typed.length] : '\u007F'.repeat(typed.length);
		typed = typed.length < 6 ? typed + key : '';
		const started = performance.now();
		terminal.type(key);
		await terminal.until(() => terminal.lines[1].slice(3).split('  ', 1)[0].trimEnd() === typed);
		times.push(performance.now() - started);
		await pause(20);
	}

	return times;
}

async function keyToResult(terminal: RealTerminal, key: string, typed: string, {times, worked}: KeyTimes): Promise<void> {
	const before = threadTime(terminal.pid);
	const started = performance.now();
	terminal.type(key);
	await terminal.until(() => isFound(terminal.lines[1], typed));
	times.push(performance.now() - started);
	worked.push(threadTime(terminal.pid) - before);
	await terminal.quiet(60);
}

async function clear(terminal: RealTerminal): Promise<void> {
	terminal.type('\u0015');
	await terminal.quiet(200);
}

/** The count stands beside a query once it is answered; an unfinished filter has none. */
function isFound(line: string, typed: string): boolean {
	const field = ` f ${typed}`;
	return line.startsWith(field) && !/^[\w$.:>]/.test(line.slice(field.length)) && (/ (?:[\d,]+ of [\d,]+|no match)$/.test(line) || /(?:size|ext):>?$/.test(typed));
}
