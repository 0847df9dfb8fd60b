import type {AttachedFact} from '../content/attached/attached-fact.js';
import {joinSignatures, readAttached} from '../content/attached/read-attached.js';
import {describeArtifact} from './artifact.js';
import type {BlobStore} from './blob-store.js';
import {digestOf} from './document-reader.js';
import {manifestSchema, type DescriptorDocument, type ManifestDocument} from './documents.js';
import {ImageError, type Image} from './image.js';
import {locateBlob} from './locate-blob.js';
import {otherBlob} from './mismatch-words.js';
import {parseDocument} from './read-document.js';
import {RemoteStore, type RemoteDescriptor} from './remote-store.js';

/** Something that was attached to an image: a signature, a provenance, an SBOM. It is told, and nobody has checked it. */
export type Attached = AttachedFact & {
	/** Of the manifest that brings it. */
	digest: string;
	/** What it is by its types, where its bytes do not tell. */
	title?: string;
	/** Why it, or a part of it, could not be read. */
	problem?: string;
};

export type AttachedOptions = {
	/** Whether the registry is asked what refers to the image, which takes some requests; else only what lies beside it is told. */
	asks: boolean;
	signal?: AbortSignal;
};

/** What was found, and why there may be more: sentences. */
export type FoundAttached = {attached: Attached[]; problems: string[]};

/** People attach a handful; each is a manifest that is read, and layers of it. */
const mostManifests = 50;
const mostLayers = 50;

/** An SBOM of ten thousand files has as much; parsing it takes a tenth of a second. */
const largestBlob = 16 << 20;

/** What could say something by its bytes. */
const telling = /json|in-toto|dsse|cosign|sigstore|spdx|cyclonedx/i;

/** A manifest that may be attached. `subject`: what it says it is about. */
type Candidate = RemoteDescriptor & {subject?: string};

/**
What is attached to an image: manifests beside it in its container, and, where it is asked for, what its registry knows to refer to it.

@returns Signatures first, then in the order in which they were found.
@throws {Error} AbortError, when `signal` says so.
*/
export async function findAttached(store: BlobStore, image: Image, {asks, signal}: AttachedOptions): Promise<FoundAttached> {
	const subjects = [image.digest, image.index].filter(digest => digest !== undefined);
	const problems: string[] = [];
	const candidates = new Map<string, Candidate>();
	for (const {kind, digest, size, present, subject} of image.others) {
		if (kind !== 'image' && present && (subject === undefined || subjects.includes(subject))) {
			candidates.set(digest, {digest, size, mediaType: '', subject});
		}
	}

	if (asks && store instanceof RemoteStore) {
		for (const subject of subjects) {
			try {
				// One after the other: the first tells how the registry wants to be asked.
				const {referrers, isComplete} = await store.referrers(subject, signal);
				for (const referrer of referrers) {
					candidates.set(referrer.digest, {...referrer, subject});
				}

				if (!isComplete) {
					problems.push('More refers to the image than is listed.');
				}
			} catch (error) {
				problems.push(sentenceOf(error, signal));
			}
		}
	}

	if (candidates.size > mostManifests) {
		problems.push(`More than ${mostManifests} manifests are attached: the rest is left out.`);
	}

	const attached: Attached[] = [];
	for (const candidate of [...candidates.values()].slice(0, mostManifests)) {
		attached.push(...await readManifest(store, candidate, subjects, signal));
	}

	const order = ({kind}: Attached) => kind === 'signature' ? 0 : 1;
	return {attached: attached.sort((a, b) => order(a) - order(b)), problems};
}

async function readManifest(store: BlobStore, candidate: Candidate, subjects: readonly string[], signal?: AbortSignal): Promise<Attached[]> {
	const {digest, subject} = candidate;
	let manifest: ManifestDocument;
	try {
		manifest = parseDocument(await bytesOf(store, 'manifest', candidate, signal), manifestSchema, `the manifest ${digest}`);
	} catch (error) {
		return subject === undefined ? [] : [{kind: 'attestation', format: '', digest, problem: sentenceOf(error, signal)}];
	}

	const facts: AttachedFact[] = [];
	let problem: string | undefined;
	for (const layer of manifest.layers.slice(0, mostLayers)) {
		if (!telling.test(layer.mediaType)) {
			continue;
		}

		try {
			const fact = readAttached(await bytesOf(store, 'layer', layer, signal), layer.annotations) ?? factOfType(layer);
			facts.push(...fact ? [fact] : []);
		} catch (error) {
			const fact = factOfType(layer);
			problem ??= sentenceOf(error, signal);
			facts.push(...fact ? [fact] : []);
		}
	}

	// Of what lies in one container with the image, what it is about may be in the bytes alone.
	const about = manifest.subject?.digest ?? subject;
	const own = facts.filter(fact => about === undefined ? fact.subjects?.some(digest => subjects.includes(digest)) : true);
	if (about !== undefined && !subjects.includes(about)) {
		return [];
	}

	const told = own.length === 0 && about !== undefined ? [factOfManifest(manifest)] : joinSignatures(own);
	return told.map(fact => ({...fact, digest, ...(problem !== undefined && {problem})}));
}

/** What a manifest is by its types alone. */
function factOfManifest(manifest: ManifestDocument): AttachedFact & {title: string} {
	const types = [manifest.artifactType ?? '', manifest.config?.mediaType ?? ''];
	const title = describeArtifact(manifest);
	return types.some(type => type.startsWith('application/vnd.cncf.notary.')) ? {kind: 'signature', format: 'Notation', title} : {kind: 'attestation', format: '', title};
}

/** What a layer is by its type alone; undefined where that does not tell. */
function factOfType({mediaType, annotations}: DescriptorDocument): AttachedFact | undefined {
	const predicateType = annotations['in-toto.io/predicate-type'] ?? annotations.predicateType;
	if (predicateType !== undefined) {
		return {kind: 'attestation', format: '', predicateType};
	}

	const format = /spdx/i.test(mediaType) ? 'SPDX' : (/cyclonedx/i.test(mediaType) ? 'CycloneDX' : undefined);
	return format === undefined ? undefined : {kind: 'sbom', format};
}

async function bytesOf(store: BlobStore, kind: 'manifest' | 'layer', descriptor: RemoteDescriptor, signal?: AbortSignal): Promise<Uint8Array> {
	const {digest, size} = descriptor;
	if (size > largestBlob) {
		throw new ImageError(`its blob ${digest} has ${size} bytes, and no more than ${largestBlob} are looked into`);
	}

	if (store instanceof RemoteStore) {
		return store.bytes(kind, descriptor, signal);
	}

	const {source, reason} = locateBlob(store, digest);
	if (!source || source.size > largestBlob) {
		throw new ImageError(`its blob ${digest} ${source ? `has ${source.size} bytes, and no more than ${largestBlob} are looked into` : reason}`);
	}

	const bytes = source.slice(0, source.size);
	const found = digestOf(bytes, digest);
	if (found !== undefined && found !== digest) {
		throw new ImageError(otherBlob(digest, found));
	}

	return bytes;
}

/** Why something can't be told; what stops all is thrown on. */
function sentenceOf(error: unknown, signal?: AbortSignal): string {
	signal?.throwIfAborted();
	if (error instanceof Error) {
		return error.message;
	}

	throw error;
}
