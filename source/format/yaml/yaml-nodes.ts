import {isMap, isScalar, isSeq, type Node} from 'yaml';
import {didYouMean} from '../nearest.js';
import {parseBytes} from '../parse-bytes.js';
import {type YamlText} from './yaml-text.js';
import {maximumItems, sizePattern} from './yaml-values.js';

/** A sentence lists no more words than this. */
const mostListed = 10;

/** Reads a value, or notes what is wrong with it and gives undefined. */
export type Read<Value> = (node: Node, name: string) => Value | undefined;

/** The keys that a mapping may have, and what reads each. */
export type Fields<Values> = {[Key in keyof Values]-?: Read<Values[Key]>};

/** A key that people put where it does not belong, and what to say of it. */
export type Elsewhere = (key: string) => string | undefined;

/** Reads values of a text. Whatever is wrong is noted at its place, and reading goes on. */
export class YamlNodes {
	constructor(private readonly yaml: YamlText) {}

	/** A mapping; what stands under a key that it does not know is told with the nearest one that it knows. Nothing is an empty one. */
	mapping<Values>(fields: Fields<Values>, elsewhere: Elsewhere = () => undefined): Read<Partial<Values>> {
		const keys = Object.keys(fields);
		return (node, name) => this.entries(node, name, (key, keyNode, value) => {
			if (Object.hasOwn(fields, key)) {
				return {value: fields[key as keyof Values](value, key)};
			}

			const hint = elsewhere(key) ?? (didYouMean(key, keys) || ` There ${keys.length === 1 ? 'is' : 'are'} ${listed(keys, 'and')}.`);
			this.yaml.complain(keyNode, `${name} has no key ${key}.${hint}`);
			return undefined;
		}) as Partial<Values> | undefined;
	}

	/** A mapping of names, of which each must be one of `names`, to values of one kind. */
	named<Value>(names: readonly string[], what: string, read: Read<Value>): Read<Map<string, Value>> {
		return (node, name) => {
			const found = this.entries(node, name, (key, keyNode, value) => {
				if (names.includes(key)) {
					return {value: read(value, key)};
				}

				this.yaml.complain(keyNode, `There is no ${what} ${key}.${didYouMean(key, names)}`);
				return undefined;
			});
			return found && new Map(Object.entries(found as Record<string, Value>).filter(([, value]) => value !== undefined));
		};
	}

	/** A list of values of one kind. Nothing is an empty one: all of it may be a comment. */
	list<Value>(read: Read<Value>): Read<Value[]> {
		return (node, name) => {
			if (!isSeq(node)) {
				return isScalar(node) && node.value === null ? [] : this.refuse(node, `${name} is a list: write each on a line of its own, after a hyphen.`);
			}

			if (node.items.length > maximumItems) {
				return this.refuse(node, `${name} has ${node.items.length} items, and may have ${maximumItems}.`);
			}

			return node.items.flatMap(item => {
				const value = read(this.yaml.follow(item, node), name);
				return value === undefined ? [] : [value];
			});
		};
	}

	/** One value, or a list of several. */
	oneOrMore<Value>(read: Read<Value>): Read<Value[]> {
		return (node, name) => {
			if (!isSeq(node)) {
				const value = read(node, name);
				return value === undefined ? undefined : [value];
			}

			return node.items.length === 0 ? this.refuse(node, `${name} is empty.`) : this.list(read)(node, name);
		};
	}

	/** One of several words. */
	choice<Word extends string>(words: readonly Word[]): Read<Word> {
		return (node, name) => {
			const value = isScalar(node) ? node.value : undefined;
			const word = words.find(one => one === value);
			const wanted = words.length > mostListed ? `one of ${words.length} names` : listed(words, 'or');
			return word ?? this.refuse(node, `${name} is ${wanted}${notThat(value)}.${typeof value === 'string' ? didYouMean(value, words) : ''}`);
		};
	}

	/** A text of a form. */
	text(pattern: string, wanted: string): Read<string> {
		const expression = new RegExp(pattern, 'u');
		return (node, name) => {
			const value = isScalar(node) ? node.value : undefined;
			return typeof value === 'string' && expression.test(value) ? value : this.refuse(node, `${name} is ${wanted}${notThat(value)}.`);
		};
	}

	/** A number, or a text that stands for one. */
	number({wanted, number, text}: {wanted: string; number: (value: number) => boolean; text?: {pattern: string; parse: (text: string) => number}}): Read<number> {
		const expression = text && new RegExp(text.pattern, 'u');
		return (node, name) => {
			const value = isScalar(node) ? node.value : undefined;
			if (typeof value === 'number' && number(value)) {
				return value;
			}

			return typeof value === 'string' && expression?.test(value) ? text!.parse(value) : this.refuse(node, `${name} is ${wanted}${notThat(value)}.`);
		};
	}

	/** A number of bytes, or a size in words. */
	size(): Read<number> {
		return this.number({
			wanted: 'a size such as 250 MB',
			number: value => Number.isSafeInteger(value) && value >= 0,
			text: {pattern: sizePattern, parse: text => parseBytes(text)!.bytes},
		});
	}

	/** Yes or no, as YAML 1.2 writes it. */
	truth(): Read<boolean> {
		return (node, name) => {
			const value = isScalar(node) ? node.value : undefined;
			return typeof value === 'boolean' ? value : this.refuse(node, `${name} is true or false${notThat(value)}.`);
		};
	}

	/** Notes what is wrong, and gives nothing. */
	refuse(node: Node, message: string): undefined {
		this.yaml.complain(node, message);
		return undefined;
	}

	private entries(node: Node, name: string, read: (key: string, keyNode: Node, value: Node) => {value: unknown} | undefined): Record<string, unknown> | undefined {
		if (!isMap(node)) {
			return isScalar(node) && node.value === null ? {} : this.refuse(node, `${name} is a mapping: a word, a colon and a value on each line.`);
		}

		const found: Record<string, unknown> = {};
		for (const {key, keyNode, value} of this.yaml.entries(node)) {
			const result = read(key, keyNode, value);
			if (result) {
				found[key] = result.value;
			}
		}

		return found;
	}
}

/** `, not 7`, where that is a plain value; with its quotes where it would be a number, or nothing, without them. */
function notThat(value: unknown): string {
	if (typeof value === 'string' && !Number.isNaN(Number(value))) {
		return `, not ${JSON.stringify(value.slice(0, shownLength))}`;
	}

	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `, not ${String(value).slice(0, shownLength)}` : '';
}

/** Of a value that is wrong, characters that a sentence shows. */
const shownLength = 100;

function listed(words: readonly string[], conjunction: string): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
