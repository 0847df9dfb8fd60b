import {mostListed, type AttachedFact, type Signer} from './attached-fact.js';
import {certificateSigner} from './certificate-signer.js';
import {jsonAt, listAt, parsedJson, textAt} from './json-at.js';
import {readSbom} from './read-sbom.js';
import {readStatement} from './read-statement.js';

/**
What a blob says that was attached to an image: a bare statement of in-toto, one in an envelope (DSSE) or in a bundle of sigstore's,
what cosign signs ("simple signing"), or an SBOM as it is. Undefined where it is none of these.

@param annotations Those of its descriptor, where cosign keeps signature and certificate.
*/
export function readAttached(bytes: Uint8Array, annotations: Readonly<Record<string, string>> = {}): AttachedFact | undefined {
	const document = parsedJson(bytes);
	const material = jsonAt(document, 'verificationMaterial');
	if (material !== undefined) {
		return signed(readEnvelope(jsonAt(document, 'dsseEnvelope')) ?? {kind: 'signature', format: 'sigstore'}, bundleSigner(material));
	}

	const certificate = annotations['dev.sigstore.cosign/certificate'];
	const signer = (certificate === undefined ? undefined : certificateSigner(Buffer.from(certificate))) ?? {};
	if (listAt(document, 'signatures').length > 0 && jsonAt(document, 'payload') !== undefined) {
		const fact = readEnvelope(document);
		return fact && signed(fact, signer);
	}

	const digest = textAt(document, 'critical', 'image', 'docker-manifest-digest');
	if (digest !== undefined) {
		return {kind: 'signature', format: 'cosign', signers: [signer], subjects: [digest]};
	}

	return readStatement(document) ?? readSbom(document);
}

/** Signatures that came each by itself as one, of all who signed. */
export function joinSignatures(facts: readonly AttachedFact[]): AttachedFact[] {
	const joined: AttachedFact[] = [];
	for (const fact of facts) {
		const same = fact.kind === 'signature' ? joined.find(({kind, format}) => kind === 'signature' && format === fact.format) : undefined;
		if (same) {
			same.signers = [...same.signers ?? [], ...fact.signers ?? []].slice(0, mostListed);
			same.subjects = [...new Set([...same.subjects ?? [], ...fact.subjects ?? []])];
		} else {
			joined.push({...fact});
		}
	}

	return joined;
}

function signed(fact: AttachedFact, signer: Signer): AttachedFact {
	return {...fact, signers: [signer]};
}

/** What is in an envelope (DSSE, "envelope.md"): a statement, in base64. */
function readEnvelope(envelope: unknown): AttachedFact | undefined {
	const payload = jsonAt(envelope, 'payload');
	return typeof payload === 'string' ? readStatement(parsedJson(Buffer.from(payload, 'base64'))) : undefined;
}

/** Who signed a bundle: since its version 0.3 the certificate stands by itself, before that it was the first of a chain. */
function bundleSigner(material: unknown): Signer {
	const raw = textOf(jsonAt(material, 'certificate', 'rawBytes')) ?? textOf(jsonAt(material, 'x509CertificateChain', 'certificates', 0, 'rawBytes'));
	return (raw === undefined ? undefined : certificateSigner(Buffer.from(raw, 'base64'))) ?? {};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
