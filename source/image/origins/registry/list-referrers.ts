import {indexSchema, manifestSchema, type DescriptorDocument} from '../../documents.js';
import {parseDocument} from '../../read-document.js';
import type {RegistryConnection} from './connection.js';
import {nextPage} from './next-page.js';
import {MissingError, StatusError} from './registry-error.js';
import type {FetchedManifest, Repository} from './repository.js';

/** As many as any image may have that people sign; more are not listed. */
const mostReferrers = 1000;

/** Pages of a listing that are asked for. */
const mostPages = 20;

/** As much as a thousand descriptors with long annotations take. */
const largestIndex = 8 << 20;

/** What cosign's tags end with, and what lies behind them. */
const cosignTags = {sig: 'signature', att: 'attestation', sbom: 'SBOM'} as const;

/** A manifest that refers to another one: a signature, an SBOM, an attestation. */
export type Referrer = {
	digest: string;
	/** Bytes, as claimed. */
	size: number;
	mediaType: string;
	/** What it is, as a media type; empty where nothing tells. */
	artifactType: string;
	annotations: Readonly<Record<string, string>>;
	/** How it was found: by the registry's own list, by the list behind a tag in its place, or by a tag of cosign's. */
	foundBy: 'referrers' | 'referrers-tag' | 'cosign-tag';
	/** The tag by which it was found. */
	tag?: string;
	/** What cosign's tag says that it is. */
	kind?: typeof cosignTags[keyof typeof cosignTags];
};

/** All of them that were found, and whether there are more than are listed. */
export type Referrers = {referrers: Referrer[]; isComplete: boolean};

/**
What refers to a manifest, in the order that the registry has it, cosign's tags last.

@throws {ImageError} When a list can't be had, or is none.
*/
export async function listReferrers(repository: Repository, connection: RegistryConnection, digest: string, signal: AbortSignal | undefined): Promise<Referrers> {
	const [algorithm, hex] = digest.split(':', 2);
	// "Throughout this document, … the digest … truncated to 64 characters" (distribution-spec, "Referrers Tag Schema").
	const tag = `${algorithm}-${hex.slice(0, 64)}`;
	const [listed, ...cosigned] = await Promise.all([
		fromRegistry(connection, digest, signal).then(async found => found ?? fromTag(repository, tag, signal)),
		...Object.entries(cosignTags).map(async ([ending, kind]) => fromCosign(repository, `${tag}.${ending}`, kind, signal)),
	]);
	const seen = new Set<string>();
	const referrers = [...listed.referrers, ...cosigned.flat()].filter(({digest}) => !seen.has(digest) && seen.add(digest));
	return {referrers: referrers.slice(0, mostReferrers), isComplete: listed.isComplete && referrers.length <= mostReferrers};
}

/** By the registry's own list (distribution-spec, "Listing Referrers"); undefined where it keeps none. */
async function fromRegistry(connection: RegistryConnection, digest: string, signal: AbortSignal | undefined): Promise<Referrers | undefined> {
	const subject = `referrers of ${digest.slice(0, 19)} in ${connection.endpoint.repository}`;
	const referrers: Referrer[] = [];
	let query: string | undefined = '';
	for (let page = 0; query !== undefined; page++) {
		if (page >= mostPages || referrers.length > mostReferrers) {
			return {referrers, isComplete: false};
		}

		try {
			const {bytes, headers} = await connection.document({
				path: `referrers/${digest}${query}`, subject, headers: {accept: 'application/vnd.oci.image.index.v1+json'}, signal,
			}, largestIndex);
			const index = parseDocument(bytes, indexSchema, `${connection.endpoint.name}: ${subject}`);
			referrers.push(...index.manifests.map(descriptor => referrerOf(descriptor, 'referrers')));
			query = nextPage(headers.link);
		} catch (error) {
			// Registries that know no such list answer in many ways.
			if (page === 0 && (error instanceof MissingError || (error instanceof StatusError && [400, 405, 406, 501].includes(error.status)))) {
				return undefined;
			}

			throw error;
		}
	}

	return {referrers, isComplete: true};
}

/** By the list that clients keep behind a tag where the registry keeps none ("Referrers Tag Schema"). */
async function fromTag(repository: Repository, tag: string, signal: AbortSignal | undefined): Promise<Referrers> {
	const found = await manifestOf(repository, tag, signal);
	if (!found) {
		return {referrers: [], isComplete: true};
	}

	const index = parseDocument(found.bytes, indexSchema, `${repository.name.registry}: ${repository.name.repository}:${tag}`);
	return {referrers: index.manifests.map(descriptor => ({...referrerOf(descriptor, 'referrers-tag'), tag})), isComplete: true};
}

async function fromCosign(repository: Repository, tag: string, kind: Referrer['kind'], signal: AbortSignal | undefined): Promise<Referrer[]> {
	const found = await manifestOf(repository, tag, signal);
	if (!found) {
		return [];
	}

	const {digest, bytes, mediaType} = found;
	const manifest = parseDocument(bytes, manifestSchema, `${repository.name.registry}: ${repository.name.repository}:${tag}`);
	return [{
		digest,
		size: bytes.length,
		mediaType,
		artifactType: manifest.artifactType ?? manifest.layers[0]?.mediaType ?? manifest.config?.mediaType ?? '',
		annotations: manifest.annotations,
		foundBy: 'cosign-tag',
		tag,
		kind,
	}];
}

async function manifestOf(repository: Repository, tag: string, signal: AbortSignal | undefined): Promise<FetchedManifest | undefined> {
	try {
		return await repository.manifest(tag, {signal});
	} catch (error) {
		if (error instanceof MissingError) {
			return undefined;
		}

		throw error;
	}
}

function referrerOf({digest, size, mediaType, artifactType = '', annotations}: DescriptorDocument, foundBy: Referrer['foundBy']): Referrer {
	return {digest, size, mediaType, artifactType, annotations, foundBy};
}
