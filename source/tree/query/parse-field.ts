import {entryType} from '../../archive/entry-table.js';
import {listWords} from '../../format/list-words.js';
import {didYouMean} from '../../format/nearest.js';
import {parseBytes} from '../../format/parse-bytes.js';
import {changeNames} from '../change.js';
import {fateNames} from '../fate.js';
import type {FieldTest} from './query.js';

type Parsed = {test: FieldTest} | {problem: string};

/** A key of a filter: how its value is read, and what one looks like. */
type Key = {parse: (value: string) => FieldTest | undefined; wants: string; /** What the value may be, where that is a fixed set. */ choices?: readonly string[]};

const regular = (1 << entryType.file) | (1 << entryType.hardlink);

/** Names of types, as outputs have them, and as `find -type` has them. */
const types: Readonly<Record<string, number>> = {
	file: regular,
	directory: 1 << entryType.directory,
	symlink: 1 << entryType.symlink,
	hardlink: 1 << entryType.hardlink,
	fifo: 1 << entryType.fifo,
	'character-device': 1 << entryType.characterDevice,
	'block-device': 1 << entryType.blockDevice,
	device: (1 << entryType.characterDevice) | (1 << entryType.blockDevice),
	folder: 1 << entryType.directory,
	link: 1 << entryType.symlink,
	f: regular,
	d: 1 << entryType.directory,
	l: 1 << entryType.symlink,
	p: 1 << entryType.fifo,
	c: 1 << entryType.characterDevice,
	b: 1 << entryType.blockDevice,
};

const modes: Readonly<Record<string, FieldTest>> = {
	setuid: {field: 'mode', all: 0o4000},
	setgid: {field: 'mode', all: 0o2000},
	sticky: {field: 'mode', all: 0o1000},
	// Of folders these bits mean another thing.
	executable: {field: 'mode', some: 0o111, files: true},
	'world-writable': {field: 'mode', all: 0o002},
};

const keys: Readonly<Record<string, Key>> = {
	size: {parse: parseSize, wants: 'a size such as >10MB, <=4Ki, 1k..5k'},
	layer: {parse: parseLayer, wants: 'a layer or a range of them, such as 3 or 2..5'},
	change: named('change', changeNames),
	fate: named('fate', fateNames),
	type: {
		parse: value => Object.hasOwn(types, value) ? {field: 'type', mask: types[value]} : undefined,
		wants: 'file, directory, symlink, hardlink, fifo or device',
		choices: Object.keys(types).filter(name => name.length > 1),
	},
	ext: {parse: value => /^\.?[^./][^/]*$/.test(value) ? {field: 'extension', extension: value.replace(/^\./, '').toLowerCase()} : undefined, wants: 'the end of a name, such as so or tar.gz'},
	owner: {parse: parseOwner, wants: 'a user and a group by number or name, such as 1000, www-data, 0:1000 or :1000'},
	mode: {
		parse: value => Object.hasOwn(modes, value) ? modes[value] : (/^[0-7]{3,4}$/.test(value) ? {field: 'mode', exactly: Number.parseInt(value, 8)} : undefined),
		wants: 'setuid, setgid, sticky, executable, world-writable or an octal number such as 0755',
		choices: Object.keys(modes),
	},
	newer: {parse: value => parseTime(value, true), wants: 'a date such as 2024-01-31, or a time before the image was made, such as 30d'},
	older: {parse: value => parseTime(value, false), wants: 'a date such as 2024-01-31, or a time before the image was made, such as 30d'},
	package: {parse: value => value === '' ? undefined : {field: 'package', name: value.toLowerCase()}, wants: 'the name of a package'},
};

/** The keys of filters that ask about a path or one of its versions. */
export const fieldKeys: readonly string[] = Object.keys(keys);

/** Reads the value of a filter. What is wrong with it is told in a sentence. */
export function parseField(key: string, value: string): Parsed {
	const {parse, wants, choices = []} = keys[key];
	const test = parse(value);
	return test ? {test} : {problem: `${key}: wants ${wants}${value === '' ? '' : `, not ${value}`}${didYouMean(value, choices).replace(/^ /, '. ')}`};
}

function named(field: 'change' | 'fate', names: readonly string[]): Key {
	return {
		parse: value => names.includes(value) ? {field, mask: 1 << names.indexOf(value)} : undefined,
		wants: listWords(names, 'or'),
		choices: names,
	};
}

function parseSize(value: string): FieldTest | undefined {
	const [, sign, number] = /^([<>]=?|=)(.*)$/s.exec(value) ?? [];
	if (sign !== undefined) {
		const bytes = parseBytes(number)?.bytes;
		if (bytes === undefined) {
			return undefined;
		}

		const from = sign === '>' ? Math.floor(bytes) + 1 : (sign === '>=' || sign === '=' ? Math.ceil(bytes) : 0);
		const to = sign === '<' ? Math.ceil(bytes) - 1 : (sign === '<=' || sign === '=' ? Math.floor(bytes) : Number.POSITIVE_INFINITY);
		return {field: 'size', from, to};
	}

	if (value.includes('..')) {
		const [low, high, ...more] = value.split('..');
		const from = low === '' ? 0 : parseBytes(low)?.bytes;
		const to = high === '' ? Number.POSITIVE_INFINITY : parseBytes(high)?.bytes;
		return more.length > 0 || value === '..' || from === undefined || to === undefined || to < from ? undefined : {field: 'size', from, to};
	}

	const about = parseBytes(value);
	return about && {field: 'size', from: about.bytes - about.half, to: about.bytes + about.half};
}

function parseLayer(value: string): FieldTest | undefined {
	const [, low, dots, high] = /^(\d{0,5})(?:(\.\.)(\d{0,5}))?$/.exec(value) ?? [];
	if (low === undefined || (low === '' && (high ?? '') === '')) {
		return undefined;
	}

	const from = Number(low);
	const to = dots === undefined ? from : (high === '' ? Number.POSITIVE_INFINITY : Number(high));
	return to < from || to === 0 ? undefined : {field: 'layer', from, to};
}

function parseOwner(value: string): FieldTest | undefined {
	const [user, group, ...more] = value.split(':');
	if (value === '' || value === ':' || more.length > 0) {
		return undefined;
	}

	return {
		field: 'owner',
		...(user !== '' && (/^\d+$/.test(user) ? {uid: Number(user)} : {user})),
		...((group ?? '') !== '' && (/^\d+$/.test(group) ? {gid: Number(group)} : {group})),
	};
}

const day = 86_400;

/** Seconds; months and years are those of the calendar on average. */
const spans: Readonly<Record<string, number>> = {h: 3600, d: day, w: 7 * day, m: 30.4375 * day, y: 365.25 * day};

function parseTime(value: string, isNewer: boolean): FieldTest | undefined {
	const [, number, unit] = /^(\d{1,6})([dhmwy])$/.exec(value) ?? [];
	if (number !== undefined) {
		return {field: 'time', isNewer, before: Number(number) * spans[unit]};
	}

	const isDate = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?)?)?$/.test(value);
	// Without a zone a time would be that of whoever asks.
	const at = isDate ? Date.parse(/T.*(?:Z|[+-]\d\d:\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`) / 1000 : Number.NaN;
	return Number.isNaN(at) ? undefined : {field: 'time', isNewer, at};
}
