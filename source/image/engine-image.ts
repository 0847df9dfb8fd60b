/** The engines that images are asked of, in the order in which they are. */
export const engineNames = ['docker', 'podman', 'nerdctl'] as const;

export type EngineName = (typeof engineNames)[number];

/** An image that an engine has, as its list of images tells it. */
export type EngineImage = {
	engine: EngineName;
	/** What `openImage` opens it by: `docker://nginx:1.27`, or by its id where it has no name. */
	reference: string;
	/** `nginx:1.27` as the engine calls it; undefined where it has no name. */
	name?: string;
	/** The digest of its config, `sha256:…`, or as much of it as the engine tells. */
	id: string;
	/** Bytes of its layers; three or four digits of them are right where the engine tells no more. Undefined where it tells nothing. */
	size?: number;
	/** RFC 3339, in UTC; undefined where the engine tells no time. */
	created?: string;
};

/** What one engine said when it was asked for its images. */
export type EngineAnswer = {
	engine: EngineName;
	/** In the engine's own order, which is the newest first. */
	images: EngineImage[];
	/** Why there are none, or not all: a sentence, such as that its daemon is not running. */
	note?: string;
};
