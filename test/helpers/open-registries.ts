import type {ExecutionContext} from 'ava';
import {parseImageName} from '../../source/image/image-name.js';
import {Registries} from '../../source/image/origins/registry/registries.js';
import type {RegistryOptions} from '../../source/image/origins/registry/registry-options.js';
import type {Repository} from '../../source/image/origins/registry/repository.js';

/** Registries as a test reads them: without settings or credentials of this machine, and without long pauses. */
export function openRegistries(t: ExecutionContext, more: Partial<RegistryOptions> = {}): Registries {
	const registries = new Registries({environment: {}, home: '/nowhere', root: '/nowhere', patience: 20, firstPause: 0.001, ...more});
	t.teardown(() => {
		registries.close();
	});
	return registries;
}

/** One repository of them. */
export function openRepository(t: ExecutionContext, name: string, more: Partial<RegistryOptions> = {}): Repository {
	return openRegistries(t, more).repository(parseImageName(name));
}

/** All that comes. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const piece of pieces) {
		chunks.push(piece);
	}

	return Buffer.concat(chunks);
}
