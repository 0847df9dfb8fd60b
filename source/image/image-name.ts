import {safeText} from '../format/safe-text.js';
import {ImageError} from './image.js';

/** The name of an image in a registry, taken apart. It has a tag, a digest or both; who reads it takes the digest. */
export type ImageName = {
	/** The registry as people call it, such as `docker.io`, `ghcr.io` or `localhost:5000`. */
	registry: string;
	/** The repository in it, such as `library/nginx`. */
	repository: string;
	tag?: string;
	/** `algorithm:hex`. */
	digest?: string;
};

/** The registry that is meant where none is named. */
export const dockerHub = 'docker.io';

/** "RepositoryNameTotalLengthMax" of distribution/reference. */
const longestRepository = 255;

/** A name of DNS has 253 characters, a port 5. */
const longestRegistry = 259;

/** How many hex digits a digest of each algorithm has that freedive can check. */
const hexDigits: Readonly<Record<string, number>> = {sha256: 64, sha384: 96, sha512: 128};

/** "domain": names or an address, and a port. */
const registryPattern = /^(?:(?:[\da-z]|[\da-z][\d\-a-z]*[\da-z])(?:\.(?:[\da-z]|[\da-z][\d\-a-z]*[\da-z]))*|\[[\d:a-f]+\])(?::\d{1,5})?$/i;

/** "path-component": letters and digits, with separators between them. */
const partPattern = /^[\da-z]+(?:(?:[._]|__|-+)[\da-z]+)*$/;

const tagPattern = /^\w[\w\-.]{0,127}$/;
const digestPattern = /^([\da-z]+(?:[+\-._][\da-z]+)*):([\da-f]{32,})$/i;

/** No name is longer, and no more of one that is none is quoted than the start. */
const longestQuote = 120;

/**
Reads the name of an image as docker does (distribution/reference, "ParseNormalizedNamed" and "TagNameOnly"): without a registry it is
Docker Hub's, where a name of one part lies in `library/`; without a tag and a digest, `latest` is meant.

@throws {ImageError} When it is no such name.
*/
export function parseImageName(text: string): ImageName {
	const fail = (why: string) => new ImageError(`"${quote(text)}" is no name of an image: ${why}.`);
	const at = text.indexOf('@');
	const digest = at === -1 ? undefined : text.slice(at + 1);
	const beforeDigest = at === -1 ? text : text.slice(0, at);
	// A colon before the last slash belongs to a port.
	const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1);
	const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
	const {registry, repository} = splitRegistry(colon === -1 ? beforeDigest : beforeDigest.slice(0, colon));

	if (registry.length > longestRegistry || !registryPattern.test(registry) || !isPort(registry)) {
		throw fail(registry === '' ? 'it begins with a slash' : 'what stands before its first slash is no host');
	}

	if (repository.length > longestRepository) {
		throw fail(`it has more than ${longestRepository} characters`);
	}

	if (repository.split('/').some(part => !partPattern.test(part))) {
		throw fail(reasonAgainst(repository));
	}

	if (/^[\da-f]{64}$/.test(beforeDigest)) {
		throw fail('64 hex digits are a digest or an ID');
	}

	if (tag !== undefined && !isTag(tag)) {
		throw fail(tag === '' ? 'its tag is empty' : 'a tag has letters, digits, "_", "." and "-", 128 at most, and does not begin with "." or "-"');
	}

	if (digest !== undefined && !isDigest(digest)) {
		throw fail('what stands after "@" is no digest such as sha256:… with all its digits');
	}

	return {registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest};
}

/** The same, undefined where it is no such name. */
export function imageNameOf(text: string): ImageName | undefined {
	try {
		return parseImageName(text);
	} catch (error) {
		if (error instanceof ImageError) {
			return undefined;
		}

		throw error;
	}
}

/** The name as it is written, in full: `docker.io/library/nginx:latest`. */
export function formatImageName({registry, repository, tag, digest}: ImageName): string {
	return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Whether a text is a digest that can be checked: of an algorithm that freedive knows, in lower-case hex (image-spec, descriptor.md). */
export function isDigest(text: string): boolean {
	const match = digestPattern.exec(text);
	return match !== null && Object.hasOwn(hexDigits, match[1]) && match[2].length === hexDigits[match[1]] && match[2] === match[2].toLowerCase();
}

/** Whether a text can be a tag. */
export function isTag(text: string): boolean {
	return tagPattern.test(text);
}

/** "splitDockerDomain": what stands before the first slash is a host if it looks like one. */
function splitRegistry(name: string): {registry: string; repository: string} {
	const slash = name.indexOf('/');
	const first = name.slice(0, Math.max(0, slash));
	const isHost = slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase() || first === '');
	const registry = isHost ? (first === 'index.docker.io' ? dockerHub : first) : dockerHub;
	const repository = isHost ? name.slice(slash + 1) : name;
	return {registry, repository: registry === dockerHub && !repository.includes('/') ? `library/${repository}` : repository};
}

function isPort(registry: string): boolean {
	const port = /:(\d+)$/.exec(registry);
	return port === null || (Number(port[1]) > 0 && Number(port[1]) <= 65_535);
}

function reasonAgainst(repository: string): string {
	const own = repository.replace(/^library\//, '');
	if (own === '') {
		return 'it is empty';
	}

	return own === own.toLowerCase()
		? 'its parts are letters and digits with ".", "_", "__" or "-" between them'
		: 'it has capital letters';
}

function quote(text: string): string {
	const safe = safeText(text);
	return safe.length > longestQuote ? `${safe.slice(0, longestQuote)}…` : safe;
}
