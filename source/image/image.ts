import type {ByteSource} from '../archive/byte-source.js';
import type {Compression} from '../archive/sniff.js';
import type {TocClaim} from '../archive/toc/toc-claim.js';
import type {ImageChoice} from './choice-error.js';

/** The number of a layer, from 1, base layer first. */
export type LayerNumber = number;

/** A platform (OCI image-spec, image-index.md). */
export type Platform = {
	os: string;
	architecture: string;
	variant?: string;
	osVersion?: string;
};

/** Where an image comes from: the engine or registry that gave it, else what marks the container in which it lies. */
export const imageForms = ['docker-archive', 'oci-archive', 'oci-layout', 'docker-dir', 'rootfs', 'docker', 'podman', 'nerdctl', 'registry', 'demo'] as const;

export type ImageForm = (typeof imageForms)[number];

/** One entry of the config's `history` (OCI image-spec, config.md). */
export type HistoryEntry = {
	/** The text in the image; empty where there is none. */
	createdBy: string;
	/** The instruction as its author wrote it. */
	instruction: string;
	/** Build arguments that were recorded with it, as `NAME=VALUE`. */
	buildArguments: string[];
	/** RFC 3339, as written. */
	created?: string;
	comment?: string;
	emptyLayer: boolean;
	/** The layer that this entry made. */
	layer?: LayerNumber;
};

/** Why a layer's content can't be read. */
export type LayerProblem = {
	kind: 'foreign' | 'missing' | 'encrypted' | 'unsupported' | 'cut-off';
	/** One sentence for the user that names the layer and, where there is one, the blob. */
	message: string;
};

export type Layer = {
	number: LayerNumber;
	/** Digest of the blob as it lies; undefined where no document tells it. */
	digest?: string;
	/** Digest of the plain tar, from the config's rootfs. */
	diffId?: string;
	mediaType: string;
	/** Bytes of the blob as it lies, compressed or not. */
	storedSize: number;
	/** What its descriptor claims, as far as there is one. */
	claimed?: {digest?: string; size?: number; mediaType?: string};
	compression: Compression;
	/** Where the blob lies; undefined where it is not there. */
	blob?: ByteSource;
	/** What the documents call it: a digest or a path. */
	blobName?: string;
	problem?: LayerProblem;
	/** The history entry that made this layer. */
	history?: HistoryEntry;
	urls?: string[];
	/** What its descriptor claims of a table of its contents, by which it can be listed without being fetched. */
	toc?: TocClaim;
};

/** The execution parameters of the config, as outputs show them. */
export type ImageConfig = {
	user: string;
	env: string[];
	entrypoint: string[] | null;
	cmd: string[] | null;
	workingDir: string;
	exposedPorts: string[];
	volumes: string[];
	labels: Record<string, string>;
	healthcheck: string[] | null;
	/** Fields that few images have, where they are set: `stopSignal`, `shell`, `onBuild`, `argsEscaped`, and of the healthcheck `healthcheck.interval` and its like. */
	more?: Record<string, string | string[]>;
};

/** A manifest, index or config that was read to make out the image. */
export type ImageDocument = {
	kind: 'index' | 'manifest' | 'config';
	/** What points to it calls it so. */
	digest: string;
	/** Empty where none is told. */
	mediaType: string;
	/** Bytes. */
	size: number;
	/** As what points to it claims. */
	claimedSize?: number;
	/** Of its bytes, by the algorithm of `digest`; undefined where that is not known. */
	foundDigest?: string;
};

/** Another manifest beside the chosen one: another platform, an attestation, an artifact. */
export type OtherManifest = {
	kind: 'image' | 'attestation' | 'artifact';
	/** One line for people, such as `linux/arm64`, or `attestation of sha256:… (provenance)`. */
	title: string;
	digest: string;
	/** Bytes, as claimed. */
	size: number;
	/** Whether its blob lies in this container. */
	present: boolean;
	/** Digest of the manifest that it is about, where it says so. */
	subject?: string;
};

export type ImageWarning = {
	layer?: LayerNumber;
	path?: string;
	message: string;
	/** Whether something that is there could not be read, so that the result is partial (exit code 2). */
	incomplete: boolean;
	/** Whether something that was to be verified does not hold (exit code 1). */
	isMismatch?: boolean;
};

/** An image by its documents alone: no layer content was read. */
export type Image = {
	/** What the user called it. */
	reference: string;
	form: ImageForm;
	/** When its registry was asked what its tag names, where that can't be reached now, and all that there is was kept: RFC 3339, in UTC. */
	asOf?: string;
	/** Digest of the manifest; undefined where the form has none. */
	digest?: string;
	/** Digest of the index that names the manifests of all its platforms, where there is one. */
	index?: string;
	/** `os/arch[/variant]`; empty where unknown. */
	platform: string;
	created?: string;
	/** What calls the image among those of its archive, where the user chose it: a tag, or where it has none its digest or number. */
	chosen?: string;
	/** The one that the user chose it by first. */
	tags: string[];
	config: ImageConfig;
	layers: Layer[];
	history: HistoryEntry[];
	/** What was read to make it out, in that order. */
	documents?: ImageDocument[];
	others: OtherManifest[];
	/** The images among which it was chosen, itself among them: other tags, other platforms. */
	choices?: readonly ImageChoice[];
	annotations: Record<string, string>;
	warnings: ImageWarning[];
};

/** What an image's origin can't give: one or two sentences for the user that name the file and the cause. Exit code 2. */
export class ImageError extends Error {
	override name = 'ImageError';
	/** Whether it may be gone the next time: something is not there, or the file system refused. What is no image stays none. */
	readonly isTransient: boolean;

	constructor(message: string, {isTransient = false, ...options}: ErrorOptions & {isTransient?: boolean} = {}) {
		super(message, options);
		this.isTransient = isTransient;
	}
}
