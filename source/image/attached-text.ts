import {countOf} from '../format/count.js';
import type {Signer} from '../content/attached/attached-fact.js';
import type {Attached} from './attached.js';

/** Who signed is told of so many. */
const mostSigners = 3;

/**
What was attached to an image, in words; not safe for a terminal.

@example
attachedText({kind: 'sbom', format: 'SPDX 2.3', packages: 412, digest: ''}); // 'SBOM (SPDX 2.3) of 412 packages'
*/
export function attachedText(attached: Attached): string {
	const {problem} = attached;
	return `${wordsOf(attached)}${problem === undefined ? '' : `; not all of it could be read: ${problem}`}`;
}

function wordsOf({kind, format, predicateType, signers = [], builder, source, commit, packages, tool, title}: Attached): string {
	const by = kind === 'signature' || signers.length === 0 ? '' : `; signed ${signersText(signers)}`;
	switch (kind) {
		case 'signature': {
			return `signed with ${format}${signers.length === 0 ? '' : `: ${countOf(signers.length, 'signature')}, ${signersText(signers)}`}`;
		}

		case 'provenance': {
			const facts = [builder && `builder ${builder}`, source && `source ${source}`, commit && `commit ${commit}`].filter(Boolean).join(', ');
			return `provenance (${format})${tool === undefined ? '' : ` by ${tool}`}${facts === '' ? '' : `: ${facts}`}${by}`;
		}

		case 'sbom': {
			return `SBOM${format === '' ? '' : ` (${format})`}${packages === undefined ? '' : ` of ${countOf(packages, 'package')}`}${tool === undefined ? '' : `, written by ${tool}`}${by}`;
		}

		case 'attestation': {
			return `${title ?? `attestation${predicateType === undefined ? '' : ` (${predicateType})`}`}${by}`;
		}
	}
}

/** `keyless, by a@b.example (https://issuer.example)`, or `with a key`. */
function signersText(signers: readonly Signer[]): string {
	const named = signers.filter(({identity}) => identity !== undefined);
	const unnamed = signers.length - named.length;
	const names = [...new Set(named.map(({identity, issuer}) => `${identity!}${issuer === undefined ? '' : ` (${issuer})`}`))];
	const rest = names.length > mostSigners ? ` and ${names.length - mostSigners} more` : '';
	return [
		...named.length > 0 ? [`keyless, by ${names.slice(0, mostSigners).join(', ')}${rest}`] : [],
		...unnamed > 0 ? [named.length > 0 ? `${unnamed} with a key` : 'with a key'] : [],
	].join(', ');
}
