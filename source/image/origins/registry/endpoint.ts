import {dockerHub, type ImageName} from '../../image-name.js';

/** A place where the manifests and blobs of a repository can be asked for. */
export type Endpoint = {
	/** What sentences call it, such as `docker.io`. */
	name: string;
	/** What logins have it as, such as `docker.io`. */
	registry: string;
	/** Host, and port where it is told. */
	host: string;
	repository: string;
	/** Whether plain HTTP will do, and any certificate. */
	isInsecure: boolean;
};

/** Where a repository lies, where no settings say otherwise. */
export function endpointOf({registry, repository}: Pick<ImageName, 'registry' | 'repository'>, isInsecure = isLoopback(registry)): Endpoint {
	return {
		name: registry,
		registry,
		// "index.docker.io" is for people and credentials; the API is here.
		host: registry === dockerHub ? 'registry-1.docker.io' : registry,
		repository,
		isInsecure,
	};
}

/**
Whether at an address to which an endpoint leads plain HTTP will do, and any certificate. A registry on this machine is insecure because
nobody listens on the way to it; so where it leads to another machine, that one is not.
*/
export function isInsecureAt({host, isInsecure}: Endpoint, url: URL): boolean {
	return isInsecure && (isLoopback(url.host) || !isLoopback(host));
}

/** Whether a registry is on this machine, where nobody listens on the way: docker takes 127.0.0.0/8 and ::1 to be insecure. */
export function isLoopback(registry: string): boolean {
	const host = registry.replace(/:\d+$/, '').toLowerCase();
	return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
