import {ranged, type FakeAnswer, type FakeRequest} from './fake-registry.js';
import {readJson, type Files} from './build-image.js';

/**
Answers as a registry does that has the image of an OCI layout in a repository `app`, under any tag.

@param change Takes a blob on its way out, by its digest: for a registry that lies.
*/
export function serveLayout(files: Files, change: (digest: string, bytes: Buffer) => Buffer = (_, bytes) => bytes): (request: FakeRequest) => FakeAnswer | undefined {
	const [{digest: root, mediaType}] = readJson<{manifests: Array<{digest: string; mediaType: string}>}>(files, 'index.json').manifests;
	const blobOf = (digest: string) => files.get(`blobs/${digest.replace(':', '/')}`) as Buffer | undefined;
	const typeOf = (digest: string, bytes: Buffer) => digest === root ? mediaType : (JSON.parse(bytes.toString()) as {mediaType?: string}).mediaType ?? 'application/vnd.oci.image.manifest.v1+json';
	return request => {
		const [, kind, reference] = /^\/v2\/app\/(manifests|blobs)\/(.+)$/.exec(request.path) ?? [];
		const digest = reference?.includes(':') ? reference : root;
		const bytes = reference === undefined ? undefined : blobOf(digest);
		if (!bytes) {
			return undefined;
		}

		return kind === 'manifests'
			? {headers: {'content-type': typeOf(digest, bytes), 'docker-content-digest': digest}, body: bytes}
			: ranged(change(digest, bytes), request);
	};
}
