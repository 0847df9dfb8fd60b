import {mostListed, type AttachedFact} from './attached-fact.js';
import {jsonAt, listAt, textAt} from './json-at.js';
import {readProvenance} from './read-provenance.js';
import {readSbom} from './read-sbom.js';

/** What cosign signs since its third version: a statement without more. */
const cosignSignature = 'https://sigstore.dev/cosign/sign/v1';

/** What a statement of in-toto says (in-toto.io/Statement/v0.1 and /v1); undefined where the document is none. */
export function readStatement(document: unknown): AttachedFact | undefined {
	const type = textAt(document, '_type');
	const predicateType = textAt(document, 'predicateType');
	if (!type?.startsWith('https://in-toto.io/Statement/') || predicateType === undefined) {
		return undefined;
	}

	return {...factOf(predicateType, jsonAt(document, 'predicate')), predicateType, subjects: subjectsOf(document)};
}

function factOf(predicateType: string, predicate: unknown): AttachedFact {
	if (predicateType === cosignSignature) {
		return {kind: 'signature', format: 'cosign'};
	}

	const slsa = /^https:\/\/slsa\.dev\/provenance\/(?<version>v[\d.]{1,10})$/.exec(predicateType);
	if (slsa) {
		return {kind: 'provenance', format: `SLSA ${slsa.groups!.version}`, ...readProvenance(predicate)};
	}

	// Older versions of cosign put the document into a field of its own ("Data").
	const sbom = readSbom(predicate) ?? readSbom(jsonAt(predicate, 'Data'));
	if (sbom) {
		return sbom;
	}

	return {kind: /spdx|cyclonedx/i.test(predicateType) ? 'sbom' : 'attestation', format: ''};
}

/** Digests of what it is about, as descriptors have them. */
function subjectsOf(document: unknown): string[] {
	return listAt(document, 'subject').slice(0, mostListed).flatMap(subject => {
		const hex = textAt(subject, 'digest', 'sha256');
		return hex === undefined ? [] : [`sha256:${hex}`];
	});
}
