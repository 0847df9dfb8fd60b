import {safeJson} from '../format/json.js';

/** A finding that is known, with what tells people which it is. */
export type KnownFinding = {fingerprint: string; rule: string; path: string | null; message: string};

/** What a baseline file is. */
const schema = 'freedive/baseline/1';

/** Why a file is no baseline: a sentence without its beginning. */
export class BaselineError extends Error {
	override name = 'BaselineError';
}

/**
The fingerprints that a baseline holds.

@throws {BaselineError} Where it is none, or one of another version.
*/
export function readBaseline(text: string): Set<string> {
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch (error) {
		throw new BaselineError(`is no baseline: ${(error as Error).message}`);
	}

	const {schema: found, findings} = (typeof document === 'object' && document !== null ? document : {}) as {schema?: unknown; findings?: unknown};
	if (found !== schema) {
		throw new BaselineError(typeof found === 'string' && found.startsWith('freedive/baseline/')
			? `is of another version (${found}, and this is ${schema}): write it anew with --write-baseline`
			: 'is no baseline: it was not written by --write-baseline');
	}

	if (!Array.isArray(findings)) {
		throw new BaselineError('is no baseline: it holds no findings');
	}

	return new Set(findings.map((finding: unknown, index) => {
		const {fingerprint} = (typeof finding === 'object' && finding !== null ? finding : {}) as {fingerprint?: unknown};
		if (typeof fingerprint !== 'string' || !/^[\da-f]{32}$/.test(fingerprint)) {
			throw new BaselineError(`is no baseline: finding ${index + 1} has no fingerprint`);
		}

		return fingerprint;
	}));
}

/** The text of a baseline: a line a finding, in an order that is the same for the same findings, so that versions of it can be compared. */
export function baselineText(findings: readonly KnownFinding[]): string {
	const byFingerprint = new Map(findings.map(finding => [finding.fingerprint, finding]));
	const key = ({rule, path, fingerprint}: KnownFinding) => `${rule}\0${path ?? ''}\0${fingerprint}`;
	const inOrder = [...byFingerprint.values()].sort((a, b) => key(a) < key(b) ? -1 : 1);
	const lines = inOrder.map(({fingerprint, rule, path, message}) => `\t\t${safeJson({fingerprint, rule, path, message})}`);
	return `{\n\t"schema": "${schema}",\n\t"findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n\t`}]\n}\n`;
}
