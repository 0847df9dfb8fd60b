import {NoRangesError} from '../../../archive/no-ranges-error.js';
import {formatBytes} from '../../../format/bytes.js';
import {shortDigest} from '../../../format/digest.js';
import {ImageError} from '../../image.js';
import {largestDocument} from '../../read-document.js';
import {isDigest, isTag, type ImageName} from '../../image-name.js';
import {chooseEndpoints, type ChosenEndpoint} from './choose-endpoints.js';
import {RegistryConnection, type GetOptions} from './connection.js';
import {listReferrers, type Referrers} from './list-referrers.js';
import {listTags, type Tags} from './list-tags.js';
import {MissingError} from './registry-error.js';
import {readBlob, type BlobOptions} from './read-blob.js';
import {RunningDigest} from './running-digest.js';
import type {RegistrySession} from './session.js';

/** All types of manifests and indexes that freedive reads: OCI's and Docker's. */
export const manifestTypes = [
	'application/vnd.oci.image.index.v1+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
	'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** A manifest or an index as a registry sends it. */
export type FetchedManifest = {
	bytes: Uint8Array;
	/** As the registry calls it, in lower case; empty where it does not. */
	mediaType: string;
	/** Of the bytes, worked out here. */
	digest: string;
	/** What the registry says its digest is, where that is another: a lie, or it changed on the way. */
	claimedDigest?: string;
};

/** What of a name a repository needs; tag and digest matter only to settings that are for one tag. */
export type RepositoryName = Pick<ImageName, 'registry' | 'repository' | 'tag' | 'digest'>;

type Place = {connection: RegistryConnection; pulls: ChosenEndpoint['pulls']};

/** A repository of a registry: its manifests and blobs, and what refers to them. Mirrors that the user has set are asked before it. */
export class Repository {
	private places?: Promise<Place[]>;
	/** The place that gave a manifest, which is asked first for all else. */
	private chosen?: Place;

	constructor(readonly name: RepositoryName, private readonly session: RegistrySession) {}

	/**
	A manifest or an index, by tag or digest.

	@throws {ImageError} When it can't be had, or has another digest than was asked for; `MissingError` when it is not there.
	*/
	async manifest(reference: string, options: Pick<GetOptions, 'signal'> = {}): Promise<FetchedManifest> {
		const byDigest = reference.includes(':');
		if (!(byDigest ? isDigest(reference) : isTag(reference))) {
			throw new ImageError(`An image of ${this.name.repository} is named by ${byDigest ? 'no digest that can be checked (sha256, sha384 or sha512, with all its digits)' : 'no tag that a registry can have'}.`);
		}

		const places = await this.placesFor(byDigest ? 'tag-only' : 'digest-only');
		for (const place of places.slice(0, -1)) {
			try {
				const manifest = await this.manifestFrom(place.connection, reference, options);
				this.chosen = place;
				return manifest;
			} catch (error) {
				this.session.signal(options.signal)?.throwIfAborted();
				this.forgive(error);
			}
		}

		const place = places.at(-1)!;
		const manifest = await this.manifestFrom(place.connection, reference, options);
		this.chosen = place;
		return manifest;
	}

	/**
	The bytes of a blob, or some of them, as they come: see `readBlob`.

	@throws {NoRangesError} See `readBlob`.
	@throws {ImageError} When they can't be had, or are others than its descriptor claims.
	*/
	async * blob(digest: string, options: BlobOptions): AsyncGenerator<Uint8Array, void, undefined> {
		const {size, start = 0, end = size, signal} = options;
		const subject = `blob ${digest.split(':', 1)[0]}:${shortDigest(digest)} of ${this.name.repository}`;
		if (!isDigest(digest)) {
			throw new ImageError(`A blob of ${this.name.repository} is named by no digest that can be checked (sha256, sha384 or sha512, with all its digits).`);
		}

		if (!Number.isSafeInteger(size) || size < 0 || start < 0 || start > end || end > size) {
			throw new ImageError(`The descriptor of ${subject} claims no size that a blob can have (${formatBytes(size)}).`);
		}

		const places = await this.placesFor('tag-only');
		for (const [index, {connection}] of places.entries()) {
			let hasCome = false;
			try {
				for await (const piece of readBlob(connection, digest, options, subject)) {
					hasCome = true;
					yield piece;
				}

				return;
			} catch (error) {
				this.session.signal(signal)?.throwIfAborted();
				// What was read can't be taken back. One that knows no ranges has it whole.
				if (hasCome || error instanceof NoRangesError || index === places.length - 1) {
					throw error;
				}

				this.forgive(error);
			}
		}
	}

	/**
	What refers to a manifest: signatures, SBOMs, attestations.

	@param digest The manifest's.
	@throws {ImageError} When that can't be had.
	*/
	async referrers(digest: string, {signal}: Pick<GetOptions, 'signal'> = {}): Promise<Referrers> {
		if (!isDigest(digest)) {
			throw new ImageError(`A manifest of ${this.name.repository} is named by no digest that can be checked (sha256, sha384 or sha512, with all its digits).`);
		}

		const [{connection}] = this.chosen ? [this.chosen] : (await this.placesFor('tag-only')).slice(-1);
		return listReferrers(this, connection, digest, signal);
	}

	/**
	All tags that the registry tells of, or as many as anyone looks through.

	@throws {ImageError} When they can't be had.
	*/
	async tags({signal}: Pick<GetOptions, 'signal'> = {}): Promise<Tags> {
		const places = await this.placesFor('digest-only');
		return listTags(places.at(-1)!.connection, signal);
	}

	/** Where to ask: first where there was an answer before, last the registry itself. */
	private async placesFor(without: ChosenEndpoint['pulls']): Promise<Place[]> {
		this.places ??= this.openPlaces();
		const places = (await this.places).filter(({pulls}) => pulls !== without);
		const {chosen} = this;
		return chosen && places.length > 1 && chosen !== places.at(-1) && places.includes(chosen) ? [chosen, ...places.filter(place => place !== chosen)] : places;
	}

	private async openPlaces(): Promise<Place[]> {
		const endpoints = chooseEndpoints(this.name, await this.session.settings());
		return endpoints.map(({pulls, ...endpoint}) => ({connection: new RegistryConnection(endpoint, this.session), pulls}));
	}

	/** Goes on to the next place: that a mirror lacks something is nothing odd, that it can't be asked is told of. */
	private forgive(error: unknown): void {
		if (!(error instanceof ImageError)) {
			throw error;
		}

		if (!(error instanceof MissingError)) {
			this.session.warnOnce(error.message);
		}
	}

	private async manifestFrom(connection: RegistryConnection, reference: string, options: Pick<GetOptions, 'signal'>): Promise<FetchedManifest> {
		const byDigest = reference.includes(':');
		const subject = `image ${this.name.repository}${byDigest ? '@' : ':'}${reference}`;
		const running = new RunningDigest(byDigest ? reference : undefined);
		const {bytes, mediaType, headers} = await connection.document({
			...options, path: `manifests/${reference}`, subject, headers: {accept: manifestTypes.join(', ')},
		}, largestDocument);
		running.add(bytes);
		const digest = running.end();
		if (byDigest && digest !== reference) {
			throw new ImageError(`${connection.endpoint.name} sends other bytes as ${subject}: their digest is ${digest}.`);
		}

		const claimed = headers['docker-content-digest'];
		const isOther = typeof claimed === 'string' && isDigest(claimed) && claimed.split(':', 1)[0] === digest.split(':', 1)[0] && claimed !== digest;
		return {bytes, mediaType, digest, ...isOther && {claimedDigest: claimed}};
	}
}
