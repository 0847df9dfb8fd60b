import * as v from 'valibot';

/*
The documents of an image as they may lie in an archive: written by dozens of tools, or by someone who means harm. What is needed
in order to go on must have its type; for anything else a wrong type counts as absent. `null` is an empty list, as Go writes it.
*/

const text = v.fallback(v.optional(v.string()), undefined);
const flag = v.fallback(v.optional(v.boolean()), undefined);
const number = v.fallback(v.optional(v.number()), undefined);

/** Also a key that is not there. */
const anything = v.optional(v.unknown(), null);
const texts = v.pipe(anything, v.transform(value => isList(value) ? value.filter(item => typeof item === 'string') : []));
const textsOrNull = v.pipe(anything, v.transform(value => isList(value) ? value.filter(item => typeof item === 'string') : null));
const keys = v.pipe(anything, v.transform(value => isRecord(value) ? Object.keys(value).sort() : []));
const textMap = v.pipe(anything, v.transform(value => isRecord(value)
	? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
	: {}));

const platform = v.fallback(v.optional(v.object({
	os: v.string(),
	architecture: v.string(),
	variant: text,
	'os.version': text,
})), undefined);

const descriptor = v.object({
	mediaType: v.fallback(v.string(), ''),
	digest: v.string(),
	size: v.fallback(v.number(), -1),
	urls: texts,
	annotations: textMap,
	platform,
	artifactType: text,
});

/** A content descriptor (OCI image-spec, descriptor.md). `size` is -1 where none is claimed. */
export type DescriptorDocument = v.InferOutput<typeof descriptor>;

/** An image index (image-index.md), or Docker's manifest list. */
export const indexSchema = v.object({
	mediaType: text,
	manifests: v.nullish(v.array(descriptor), []),
	annotations: textMap,
});
export type IndexDocument = v.InferOutput<typeof indexSchema>;

/** An image manifest (manifest.md), or Docker's schema 2. */
export const manifestSchema = v.object({
	mediaType: text,
	artifactType: text,
	config: v.nullish(descriptor),
	layers: v.nullish(v.array(descriptor), []),
	subject: v.fallback(v.nullish(descriptor), undefined),
	annotations: textMap,
});
export type ManifestDocument = v.InferOutput<typeof manifestSchema>;

/** The list that `docker save` writes as `manifest.json`: an item an image. */
export const dockerArchiveSchema = v.array(v.object({
	Config: v.string(),
	RepoTags: texts,
	Layers: v.nullish(v.array(v.string()), []),
	LayerSources: v.fallback(v.optional(v.record(v.string(), descriptor)), undefined),
}));
export type DockerArchiveItem = v.InferOutput<typeof dockerArchiveSchema>[number];

/** `repositories` of Docker's first archives: name → tag → id of the uppermost layer. */
export const repositoriesSchema = v.record(v.string(), v.record(v.string(), v.string()));

const execution = v.fallback(v.optional(v.object({
	User: text,
	Env: texts,
	Entrypoint: textsOrNull,
	Cmd: textsOrNull,
	WorkingDir: text,
	ExposedPorts: keys,
	Volumes: keys,
	Labels: textMap,
	Healthcheck: v.fallback(v.optional(v.object({
		Test: textsOrNull, Interval: number, Timeout: number, StartPeriod: number, StartInterval: number, Retries: number,
	})), undefined),
	StopSignal: text,
	Shell: texts,
	OnBuild: texts,
	ArgsEscaped: flag,
})), undefined);

const historyItem = v.fallback(v.object({
	created: text,
	created_by: text,
	comment: text,
	empty_layer: flag,
}), {created: undefined, created_by: undefined, comment: undefined, empty_layer: undefined});

/** An image configuration (config.md). */
export const configSchema = v.object({
	created: text,
	architecture: v.fallback(v.string(), ''),
	os: v.fallback(v.string(), ''),
	variant: text,
	config: execution,
	rootfs: v.fallback(v.object({diff_ids: texts}), {diff_ids: []}),
	history: v.fallback(v.array(historyItem), []),
});
export type ConfigDocument = v.InferOutput<typeof configSchema>;

/** `<id>/json` of Docker's first archives: one layer, its parent, and the config as it stood then. */
export const legacyLayerSchema = v.object({
	parent: text,
	created: text,
	comment: text,
	architecture: v.fallback(v.string(), ''),
	os: v.fallback(v.string(), ''),
	variant: text,
	config: execution,
	container_config: v.fallback(v.optional(v.object({Cmd: textsOrNull})), undefined),
});
export type LegacyLayerDocument = v.InferOutput<typeof legacyLayerSchema>;

function isList(value: unknown): value is unknown[] {
	return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
