import {readQuotedList} from './healthcheck-instruction.js';

/** An instruction of a Dockerfile, taken apart. */
export type DockerfileLine = {
	/** In capitals, such as `COPY`; empty where it is none that a Dockerfile has. */
	keyword: string;
	/** `--chown=1:1` as `['chown', '1:1']`, in their order; without a value an empty one. */
	flags: Array<[name: string, value: string]>;
	/** What comes after keyword and flags. */
	rest: string;
	/** The words of the exec form, `["a", "b"]`; undefined where it is in another. */
	list?: string[];
};

const instruction = /^(add|arg|cmd|copy|entrypoint|env|expose|healthcheck|label|maintainer|onbuild|run|shell|stopsignal|user|volume|workdir)(?:\s+|$)/i;
const flag = /--([a-z][-a-z]*)(?:=(\S*))?(?:\s+|$)/gy;
const flagged = new Set(['ADD', 'COPY', 'HEALTHCHECK', 'RUN']);

/** Takes an instruction apart, as `readInstruction` gives it (Dockerfile reference, "Format"). */
export function readLine(text: string): DockerfileLine {
	const keyword = instruction.exec(text);
	if (!keyword) {
		return {keyword: '', flags: [], rest: text};
	}

	const name = keyword[1].toUpperCase();
	const flags: DockerfileLine['flags'] = [];
	let start = keyword[0].length;
	if (flagged.has(name)) {
		flag.lastIndex = start;
		for (let match = flag.exec(text); match; match = flag.exec(text)) {
			flags.push([match[1], match[2] ?? '']);
			start = flag.lastIndex;
		}
	}

	const rest = text.slice(start).trim();
	const list = rest.startsWith('[') && rest.endsWith(']') ? readQuotedList(rest.slice(1, -1)) : undefined;
	return {keyword: name, flags, rest, ...(list && {list})};
}

/** What an ADD or a COPY brings, and where to. */
export type Copied = {
	sources: string[];
	destination: string;
	/** Whether the sources are told by a digest in place of their names, such as `dir:5760a3c80a14`: the classic builder does that. */
	isHashed: boolean;
};

/** Reads an ADD or a COPY; undefined where it is none that says what it brings. */
export function readCopied({keyword, rest, list}: DockerfileLine): Copied | undefined {
	if (keyword !== 'ADD' && keyword !== 'COPY') {
		return undefined;
	}

	const hashed = /^((?:file|dir|multi):[\da-f]{12,}) in (.+)$/.exec(rest);
	if (hashed) {
		return {sources: [hashed[1]], destination: hashed[2].trim(), isHashed: true};
	}

	const words = list ?? rest.split(/\s+/);
	return words.length > 1 ? {sources: words.slice(0, -1), destination: words.at(-1)!, isHashed: false} : undefined;
}
