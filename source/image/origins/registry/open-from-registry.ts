import os from 'node:os';
import {formatImageName, parseImageName, type ImageName} from '../../image-name.js';
import {RemoteStore, type Remote, type RemoteDescriptor} from '../../remote-store.js';
import type {Opened, OriginOptions} from '../../container.js';
import {Registries} from './registries.js';

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
	const store = new RemoteStore(remoteOf(name, value, registries, options), options.temporaryFolder, options.cache?.documents);
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

	return {name: value, content: store, form: 'registry', warnings, close};
}

function remoteOf(name: ImageName, value: string, registries: Registries, {cache, signal}: OriginOptions): Remote {
	const repository = registries.repository(name);
	const manifest = async (reference: string) => repository.manifest(reference, {signal});
	return {
		name: formatImageName(name),
		tags: name.tag === undefined ? [] : [value.endsWith(`:${name.tag}`) || name.digest !== undefined ? value.replace(/@.*$/, '') : `${value}:${name.tag}`],
		async root() {
			const kept = name.digest === undefined ? undefined : cache?.documents.find(name.digest);
			if (kept) {
				return {descriptor: {digest: name.digest!, mediaType: '', size: kept.length}, bytes: kept};
			}

			const {bytes, mediaType, digest} = await manifest(name.digest ?? name.tag!);
			return {descriptor: {digest, mediaType, size: bytes.length}, bytes};
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
