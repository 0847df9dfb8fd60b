import os from 'node:os';
import {formatImageName, parseImageName, type ImageName} from '../../image-name.js';
import {RemoteStore, type Remote, type RemoteDescriptor} from '../../remote-store.js';
import type {Opened, OriginOptions} from '../../container.js';
import type {KeptTag} from '../../cache/tag-cache.js';
import {Registries} from './registries.js';
import {UnreachableError} from './registry-error.js';

/**
Opens an image from its registry, by its documents alone: layers are fetched when someone reads them.

@param value What the user calls it, such as `nginx:1.27`.
@throws {ImageError} When it is no name of an image, or the registry does not give it.
*/
export async function openFromRegistry(value: string, options: OriginOptions): Promise<Opened> {
	const name = parseImageName(value);
	const warnings: string[] = [];
	const registries = new Registries({
		environment: options.programs?.environment ?? {},
		home: os.homedir(),
		onWarning(message) {
			warnings.push(message);
		},
		onPause(message) {
			options.onProgress?.({label: message, bytes: 0});
		},
	});
	const kept: {tag?: KeptTag} = {};
	const remote = remoteOf(name, value, registries, options, (tag, reason) => {
		kept.tag = tag;
		warnings.push(`${name.registry} could not be reached (${reason}): this is ${value} as it was when asked for on ${tag.asked.slice(0, 10)} at ${tag.asked.slice(11, 16)} UTC.`);
	});
	const store = new RemoteStore(remote, options.temporaryFolder, options.cache?.documents);
	const close = () => {
		registries.close();
		store.close();
	};

	try {
		options.onProgress?.({label: `asking ${name.registry} for ${value}`, bytes: 0});
		await store.begin();
	} catch (error) {
		close();
		throw error;
	}

	return {name: value, content: store, form: 'registry', ...(kept.tag && {asOf: kept.tag.asked}), warnings, close};
}

/**
@param onKept Told that what is kept of a tag is taken, and why its registry was not reached.
*/
function remoteOf(name: ImageName, value: string, registries: Registries, {cache, signal}: OriginOptions, onKept: (tag: KeptTag, reason: string) => void): Remote {
	const repository = registries.repository(name);
	const whole = formatImageName(name);
	const manifest = async (reference: string) => repository.manifest(reference, {signal});
	return {
		name: whole,
		tags: name.tag === undefined ? [] : [value.endsWith(`:${name.tag}`) || name.digest !== undefined ? value.replace(/@.*$/, '') : `${value}:${name.tag}`],
		async root() {
			const kept = name.digest === undefined ? undefined : cache?.documents.find(name.digest);
			if (kept) {
				return {descriptor: {digest: name.digest!, mediaType: '', size: kept.length}, bytes: kept};
			}

			try {
				const {bytes, mediaType, digest} = await manifest(name.digest ?? name.tag!);
				if (name.digest === undefined) {
					cache?.tags.keep(whole, {digest, mediaType}, Date.now());
				}

				return {descriptor: {digest, mediaType, size: bytes.length}, bytes};
			} catch (error) {
				// Any answer counts, also one that denies: only where there is none is what it was before as good as it gets.
				const tag = error instanceof UnreachableError && name.digest === undefined ? cache?.tags.find(whole) : undefined;
				const bytes = tag && cache!.documents.find(tag.digest);
				if (!bytes) {
					throw error;
				}

				onKept(tag, (error as UnreachableError).reason);
				return {descriptor: {digest: tag.digest, mediaType: tag.mediaType, size: bytes.length}, bytes};
			}
		},
		async manifest({digest}) {
			const {bytes} = await manifest(digest);
			return bytes;
		},
		async referrers(digest, referrersSignal) {
			return repository.referrers(digest, {signal: referrersSignal});
		},
		blob({digest, size}: RemoteDescriptor, start, end, blobSignal) {
			return repository.blob(digest, {size, start, end, onlyByRange: true, signal: blobSignal});
		},
	};
}
