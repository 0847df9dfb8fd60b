import {array, count, described, nullable, object, string, type JsonSchema} from './document.js';

/** What is attached to an image, in outputs that tell it. */
export const attachedSchema: JsonSchema = array(object({
	kind: {enum: ['signature', 'provenance', 'sbom', 'attestation']},
	text: described('all of it in words', string),
	format: described('such as cosign, SLSA v1, SPDX 2.3; empty where that is not told', string),
	predicateType: described('of an in-toto statement', nullable(string)),
	signers: array(object({
		identity: described('by the certificate; null for a key of one\'s own', nullable(string)),
		issuer: described('who vouched for that identity', nullable(string)),
	})),
	builder: nullable(string),
	source: nullable(string),
	commit: nullable(string),
	packages: described('that an SBOM lists', nullable(count)),
	tool: described('what wrote it', nullable(string)),
	digest: described('of the manifest that brings it', string),
	problem: described('why it could not be read whole', nullable(string)),
}), 'signatures, attestations and SBOMs, as they say of themselves: nobody has checked them');
