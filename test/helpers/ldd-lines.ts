import type {Linked} from '../../source/audit/linkage/link-program.js';

/**
What `ldd`, or musl's loader with `--list`, says of a file: `found PATH`, `NAME not found`, `version NAME not found for PATH`; undefined
where it loads nothing. The loader itself is left out: it is told in various ways.
*/
export function lddLines(text: string): string[] | undefined {
	if (/not a dynamic executable|statically linked|Not a valid dynamic program/.test(text)) {
		return undefined;
	}

	const lines = new Set<string>();
	for (const line of text.split('\n')) {
		const [, missing] = /^\s*(\S.*?) => not found$/.exec(line) ?? /^Error loading shared library ([^:]+):/.exec(line) ?? [];
		const [, found] = /^\s*(?:\S.* => )?(\/.*?) \(0x[\da-f]+\)$/.exec(line) ?? [];
		const [, version, by] = /version ['`]([^']+)' not found \(required by (.*)\)/.exec(line) ?? [];
		if (missing !== undefined) {
			lines.add(`${missing} not found`);
		} else if (found !== undefined && !/\/(?:ld-linux|ld-musl|ld64|ld\.so)[^/]*$/.test(found)) {
			lines.add(`found ${found}`);
		} else if (version !== undefined) {
			lines.add(`version ${version} not found for ${by}`);
		}
	}

	return [...lines].sort();
}

/** The same as we say it. */
export function ownLddLines(linked: Linked | undefined): string[] {
	if (!linked) {
		return [];
	}

	const lines = new Set<string>();
	for (const {foundAt} of linked.objects.slice(1)) {
		lines.add(`found ${foundAt}`);
	}

	for (const {name, isPreloaded} of linked.missing) {
		if (!isPreloaded) {
			lines.add(`${name} not found`);
		}
	}

	for (const {version, by} of linked.missingVersions) {
		lines.add(`version ${version} not found for ${by.foundAt}`);
	}

	return [...lines].sort();
}
