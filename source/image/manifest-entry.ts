import {shortDigest} from '../format/digest.js';
import {describeArtifact, describePredicates, isImageManifest} from './artifact.js';
import type {BlobStore} from './blob-store.js';
import type {DocumentReader} from './document-reader.js';
import {configSchema, manifestSchema, type ConfigDocument, type DescriptorDocument, type ManifestDocument} from './documents.js';
import {ImageError, type OtherManifest, type Platform} from './image.js';
import {locateBlob} from './locate-blob.js';
import {formatPlatform} from './platform.js';
import {checkDocument} from './read-document.js';

/** The JSON of a manifest, why there is none, or that it has yet to be fetched. */
export type ManifestContent = {json: unknown} | {problem: ImageError} | {isUnread: true};

/** A manifest that an index names, or that stands alone. What is asked of it is read once, when it is first asked for. */
export class ManifestEntry {
	readonly digest: string;
	/** Bytes, as claimed. */
	readonly size: number;
	/** Whether it is there, but has yet to be fetched. */
	readonly isUnread: boolean;
	/** Why the manifest can't be read; undefined where it can. */
	readonly problem: ImageError | undefined;
	readonly manifest: ManifestDocument | undefined;
	private configDocument: ConfigDocument | undefined;
	private configError: ImageError | undefined;
	private configRead = false;

	/**
	@param content The manifest's JSON, or why there is none yet.
	*/
	constructor(
		private readonly reader: DocumentReader,
		readonly descriptor: DescriptorDocument,
		content: ManifestContent,
	) {
		this.digest = descriptor.digest;
		this.size = Math.max(0, descriptor.size);
		this.isUnread = 'isUnread' in content;
		if ('isUnread' in content) {
			return;
		}

		if ('problem' in content) {
			this.problem = content.problem;
			return;
		}

		try {
			this.manifest = readManifest(content.json, `${reader.name}: the manifest ${this.digest}`);
		} catch (error) {
			if (!(error instanceof ImageError)) {
				throw error;
			}

			this.problem = error;
		}
	}

	/** Whether the manifest lies in the container. */
	get present(): boolean {
		return this.isUnread || this.manifest !== undefined || locateBlob(this.reader.store, this.digest).source !== undefined;
	}

	/** Whether its config lies there too: engines keep manifests of platforms whose blobs they never fetched. */
	get complete(): boolean {
		return this.isUnread || (this.manifest !== undefined
			&& (!this.manifest.config || isThere(this.reader.store, this.manifest.config.digest)));
	}

	/** What its layers take as they lie, and how many there are; nothing while its manifest is not there. */
	get weight(): {size?: number; layers?: number} {
		const {layers} = this.manifest ?? {};
		return layers ? {size: layers.reduce((sum, {size}) => sum + Math.max(0, size), 0), layers: layers.length} : {};
	}

	/**
	What it is. Attestations have the platform `unknown/unknown` and say so in an annotation; where a manifest is not there, its
	descriptor has to do.
	*/
	get kind(): OtherManifest['kind'] {
		const {annotations, artifactType, platform} = this.descriptor;
		if (annotations['vnd.docker.reference.type'] === 'attestation-manifest') {
			return 'attestation';
		}

		if (this.manifest) {
			return isImageManifest(this.manifest) ? 'image' : 'artifact';
		}

		return artifactType !== undefined || platform?.os === 'unknown' ? 'artifact' : 'image';
	}

	/** The platform that the index tells, else the config; undefined where neither does. */
	get platform(): Platform | undefined {
		const {platform} = this.descriptor;
		if (platform) {
			return platform;
		}

		const config = this.kind === 'image' ? this.config : undefined;
		return config && (config.os || config.architecture) ? config : undefined;
	}

	/** The config; undefined where there is none or it can't be read, which `configProblem` tells. */
	get config(): ConfigDocument | undefined {
		if (!this.configRead && this.manifest?.config) {
			this.configRead = true;
			try {
				this.configDocument = this.reader.parse(this.manifest.config.digest, configSchema, 'config', this.manifest.config);
			} catch (error) {
				if (!(error instanceof ImageError)) {
					throw error;
				}

				this.configError = error;
			}
		}

		return this.configDocument;
	}

	get configProblem(): ImageError | undefined {
		return this.config ? undefined : this.configError;
	}

	/**
	As a line beside the image that was chosen.

	@param tags The tags of the image that it belongs to, where it is another one.
	*/
	describe(tags: readonly string[]): OtherManifest {
		const {kind, digest, size, present} = this;
		const subject = this.descriptor.annotations['vnd.docker.reference.digest'] ?? this.manifest?.subject?.digest;
		return {kind, title: this.title(tags), digest, size, present, ...(subject !== undefined && {subject})};
	}

	private title(tags: readonly string[]): string {
		switch (this.kind) {
			case 'attestation': {
				const subject = this.descriptor.annotations['vnd.docker.reference.digest'];
				const of = subject === undefined ? '' : ` of ${subject.slice(0, subject.indexOf(':') + 1)}${shortDigest(subject)}`;
				const predicates = this.manifest ? describePredicates(this.manifest) : '';
				return `attestation${of}${predicates === '' ? '' : ` (${predicates})`}`;
			}

			case 'artifact': {
				const what = this.manifest ? describeArtifact(this.manifest) : `an artifact (${this.descriptor.artifactType ?? 'of unknown type'})`;
				return tags.length > 0 ? `${tags.join(', ')}: ${what}` : what;
			}

			case 'image': {
				const platform = formatPlatform(this.platform) || 'unknown platform';
				return tags.length > 0 ? `${tags.join(', ')} (${platform})` : platform;
			}
		}
	}
}

function isThere(store: BlobStore, digest: string): boolean {
	return store.isUnread?.(digest) === true || locateBlob(store, digest).source !== undefined;
}

function readManifest(json: unknown, name: string): ManifestDocument {
	if (isSchema1(json)) {
		throw new ImageError(`${name} is of Docker's schema 1, which has no config and is no longer written: push or save the image again with a tool of this decade.`);
	}

	return checkDocument(json, manifestSchema, name);
}

/** "Image Manifest Version 2, Schema 1" has `fsLayers` and `history` in itself. */
function isSchema1(json: unknown): boolean {
	return typeof json === 'object' && json !== null && ('fsLayers' in json || ('schemaVersion' in json && json.schemaVersion === 1));
}

