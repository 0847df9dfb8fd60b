import {formatImageName, parseImageName, type ImageName} from '../../image-name.js';
import {ImageError} from '../../image.js';
import {endpointOf, isLoopback, type Endpoint} from './endpoint.js';
import type {RegistryTable} from './registries-conf.js';

/** A place to ask, and for what. */
export type ChosenEndpoint = Endpoint & {pulls: 'all' | 'digest-only' | 'tag-only'};

/**
Where the manifests and blobs of a repository are asked for, in order: the mirrors, then the registry itself.

@param tables What is set for registries; the one of the longest prefix holds.
@throws {ImageError} When a setting blocks it, or leads to no name.
*/
export function chooseEndpoints(name: Pick<ImageName, 'registry' | 'repository' | 'tag' | 'digest'>, tables: readonly RegistryTable[]): ChosenEndpoint[] {
	const full = formatImageName(name);
	const repository = `${name.registry}/${name.repository}`;
	let longest = 0;
	let table: RegistryTable | undefined;
	for (const candidate of tables) {
		const length = matchedLength(full, candidate.prefix);
		if (length > longest) {
			longest = length;
			table = candidate;
		}
	}

	if (!table) {
		return [{...endpointOf(name), pulls: 'all'}];
	}

	if (table.isBlocked) {
		throw new ImageError(`${table.file} blocks ${table.prefix}, so ${repository} is not asked for.`);
	}

	// A prefix with a tag goes beyond the repository.
	const rest = repository.slice(Math.min(longest, repository.length));
	return [
		...table.mirrors.map(({location, isInsecure, pulls}) => ({...endpointAt(`${location}${rest}`, isInsecure, table.file, name.registry), pulls})),
		{...table.location === '' ? endpointOf(name, table.isInsecure || isLoopback(name.registry)) : endpointAt(`${table.location}${rest}`, table.isInsecure, table.file), pulls: 'all'},
	];
}

/** How much of a name a prefix takes; 0 where it does not fit. It goes to the end of a part, and `*.` stands for any hosts below. */
function matchedLength(name: string, prefix: string): number {
	const slash = name.indexOf('/');
	if (prefix.startsWith('*.')) {
		const host = name.slice(0, slash);
		return host.endsWith(prefix.slice(1)) ? host.length : 0;
	}

	const next = name[prefix.length];
	const isWhole = next === undefined || next === '/' || (prefix.length > slash && (next === ':' || next === '@'));
	return name.startsWith(prefix) && isWhole ? prefix.length : 0;
}

function endpointAt(text: string, isInsecure: boolean, file: string, mirrored?: string): Endpoint {
	// Of a location without a dot parseImageName would take Docker Hub to be meant.
	const slash = text.indexOf('/');
	try {
		const isHost = slash > 0 && (/[.:]/.test(text.slice(0, slash)) || text.startsWith('localhost/'));
		if (!isHost) {
			throw new ImageError('It has no host.');
		}

		const name = parseImageName(text);
		const endpoint = endpointOf(name, isInsecure || isLoopback(name.registry));
		return mirrored === undefined ? endpoint : {...endpoint, name: `${endpoint.name}, a mirror of ${mirrored},`};
	} catch (error) {
		throw new ImageError(`${file} names a location that is none: "${text.slice(0, 200)}".`, {cause: error});
	}
}
