import {ImageError} from '../../image.js';
import {isDigest, type ImageName} from '../../image-name.js';
import {formatBytes} from '../../../format/bytes.js';
import {shortDigest} from '../../../format/digest.js';
import {RegistryConnection, type GetOptions} from './connection.js';
import {RunningDigest} from './running-digest.js';
import {endpointOf} from './endpoint.js';
import {readBlob, type BlobOptions} from './read-blob.js';
import type {RegistryCounts} from './registry-options.js';
import type {RegistrySession} from './session.js';

/** All types of manifests and indexes that freedive reads: OCI's and Docker's. */
export const manifestTypes = [
	'application/vnd.oci.image.index.v1+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
	'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** As large as any document that freedive reads; registries take 4 MiB at least (distribution-spec, "Pushing Manifests"). */
const largestManifest = 32 << 20;

/** A manifest or an index as a registry sends it. */
export type FetchedManifest = {
	bytes: Uint8Array;
	/** As the registry calls it; empty where it does not. */
	mediaType: string;
	/** Of the bytes, worked out here. */
	digest: string;
	/** What the registry says its digest is, where that is another: a lie, or it changed on the way. */
	claimedDigest?: string;
};

/** A repository of a registry: its manifests and blobs, and what refers to them. */
export class Repository {
	private readonly connection: RegistryConnection;

	constructor(readonly name: Pick<ImageName, 'registry' | 'repository'>, private readonly session: RegistrySession) {
		this.connection = new RegistryConnection(endpointOf(name), session);
	}

	/** What was asked of all registries so far. */
	get counts(): RegistryCounts {
		return this.session.counts;
	}

	/**
	A manifest or an index, by tag or digest.

	@throws {ImageError} When it can't be had, or has another digest than was asked for.
	*/
	async manifest(reference: string, options: Pick<GetOptions, 'signal'> = {}): Promise<FetchedManifest> {
		const byDigest = reference.includes(':');
		const subject = `image ${this.name.repository}${byDigest ? '@' : ':'}${reference}`;
		const running = new RunningDigest(byDigest ? reference : undefined);
		const {bytes, mediaType, headers} = await this.connection.document({
			...options, path: `manifests/${reference}`, subject, headers: {accept: manifestTypes.join(', ')},
		}, largestManifest);
		running.add(bytes);
		const digest = running.end();
		if (byDigest && digest !== reference) {
			throw new ImageError(`${this.connection.endpoint.name} sends other bytes as ${subject}: their digest is ${digest}.`);
		}

		const claimed = headers['docker-content-digest'];
		const isClaimed = typeof claimed === 'string' && isDigest(claimed) && claimed.split(':', 1)[0] === digest.split(':', 1)[0] && claimed !== digest;
		return {bytes, mediaType, digest, ...isClaimed && {claimedDigest: claimed}};
	}

	/**
	The bytes of a blob, or some of them, as they come: see `readBlob`.

	@throws {ImageError} When they can't be had, or are others than its descriptor claims.
	*/
	blob(digest: string, options: BlobOptions): AsyncIterable<Uint8Array> {
		const {size, start = 0, end = size} = options;
		const subject = `blob ${digest.split(':', 1)[0]}:${shortDigest(digest)} of ${this.name.repository}`;
		if (!isDigest(digest)) {
			throw new ImageError(`A blob of ${this.name.repository} is named by no digest that can be checked (sha256, sha384 or sha512, with all its digits).`);
		}

		if (!Number.isSafeInteger(size) || size < 0 || start < 0 || start > end || end > size) {
			throw new ImageError(`The descriptor of ${subject} claims no size that a blob can have (${formatBytes(size)}).`);
		}

		return readBlob(this.connection, digest, options, subject);
	}
}
