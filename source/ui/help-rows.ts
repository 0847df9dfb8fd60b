import {bindings, bindingsIn, groups, holdsSomewhere, keysIn, placeOf, type Binding} from './key-bindings.js';
import {placesText} from './key-table.js';
import {wrapText} from './parts/wrap.js';
import type {State} from './state.js';

type Shown = Pick<State, 'shelf' | 'comparison' | 'start' | 'viewer' | 'focus'>;

/**
The keys of what has the screen that match what is typed.

First come those of the place that has the keys, then what holds everywhere, then those of other places; of a text that is typed the key
itself, what begins with it, what tells of it, and then those of its group or place.
*/
export function helpBindings(query: string, state: Shown): Binding[] {
	const typed = query.toLowerCase().trim();
	const words = typed.split(' ').filter(Boolean);
	const here = new Set(bindingsIn(placeOf(state)));
	const found = groups.flatMap(group => bindings.filter(binding => binding.group === group && holdsSomewhere(binding, state))).filter(binding => {
		const text = `${binding.keys.join(' ')} ${binding.label} ${binding.group}${placesText(binding)}`.toLowerCase();
		return binding.keys.includes(query) || words.every(word => text.includes(word));
	});
	if (typed !== '') {
		return found.toSorted((a, b) => rankOf(a, query, typed) - rankOf(b, query, typed));
	}

	const sections = Map.groupBy(found, binding => sectionOf(binding, here));
	const order = [...sections.keys()].toSorted((a, b) => sectionRank(a) - sectionRank(b));
	return order.flatMap(section => sections.get(section)!);
}

/** The lower, the sooner. */
function rankOf({keys, label, hint = '', group}: Binding, query: string, typed: string): number {
	const told = label.toLowerCase();
	if (keys.includes(query)) {
		return 0;
	}

	if (group === typed || [told, told.replace(/^(?:a|the|to the) /, ''), hint.toLowerCase()].some(text => text.startsWith(typed))) {
		return 1;
	}

	return typed.split(' ').every(word => told.includes(word)) ? 2 : 3;
}

const ownSection = '';
const everywhere = 'everywhere';
const elsewhere = 'elsewhere';

/** Under which heading a key stands. */
function sectionOf(binding: Binding, here: ReadonlySet<Binding>): string {
	if (binding.in === undefined) {
		return here.has(binding) ? everywhere : elsewhere;
	}

	return here.has(binding) ? ownSection : placesText(binding).replaceAll(/^ \(|\)$/g, '');
}

function sectionRank(section: string): number {
	return [ownSection, everywhere, elsewhere].indexOf(section) + 1 || 4;
}

/** A key in help. */
export type HelpRow = {
	binding: Binding;
	/** Those of its keys that act here. */
	keys: readonly string[];
	/** What stands above it where it is the first of its place, in lines. */
	heading: readonly string[];
	/** Whether it is the first of its group. */
	isFirst: boolean;
	/** What it does, in lines. */
	label: readonly string[];
};

/** Columns of the parts of a row; there is no room for its group on a narrow screen. */
export function helpColumns(columns: number): {group: number; keys: number; label: number} {
	const group = columns >= 100 ? 16 : 0;
	const keys = Math.min(20, Math.floor(columns / 3));
	return {group, keys, label: Math.max(8, columns - 2 - group - keys - 2)};
}

/** The rows of help as they stand below one another, each as many lines as it takes to tell it whole. */
export function helpRows(query: string, state: Shown, columns: number): HelpRow[] {
	const place = placeOf(state);
	const here = new Set(bindingsIn(place));
	const {label} = helpColumns(columns);
	let section: string | undefined;
	let group: string | undefined;
	return helpBindings(query, state).map(binding => {
		const own = sectionOf(binding, here);
		const isNew = own !== section;
		const isFirst = isNew || binding.group !== group;
		section = own;
		group = binding.group;
		const heading = isNew ? wrapText(own === ownSection ? `in the ${place}` : own, columns - 2) : [];
		return {binding, keys: keysIn(binding, place), heading, isFirst, label: wrapText(binding.label, label)};
	});
}

/** The first line of a row, its heading included, and the one behind its last. */
export function helpSpan(rows: readonly HelpRow[], row: number): {first: number; end: number} {
	const heightOf = ({heading, label}: HelpRow) => heading.length + label.length;
	const first = rows.slice(0, row).reduce((sum, one) => sum + heightOf(one), 0);
	return {first, end: first + (row < rows.length ? heightOf(rows[row]) : 0)};
}
