import {createHash} from 'node:crypto';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import tar from 'tar-stream';
import {contentOf} from './content.js';
import {applyLayer, type StoryEntry, type StoryState} from './story-layer.js';
import {execution, steps} from './story.js';

const compress = promisify(zlib.zstdCompress);
const architecture = 'amd64';
const os = 'linux';
const mediaTypes = {
	index: 'application/vnd.oci.image.index.v1+json',
	manifest: 'application/vnd.oci.image.manifest.v1+json',
	config: 'application/vnd.oci.image.config.v1+json',
	layer: 'application/vnd.oci.image.layer.v1.tar+zstd',
	attestation: 'application/vnd.in-toto+json',
};

/**
Makes the demo image from its story: an OCI archive with zstd layers, the same bytes each time.

What its files hold repeats one page, so that some 100 MB of them weigh little as they lie.
*/
export async function buildDemo(): Promise<Uint8Array> {
	const state: StoryState = new Map();
	const archive = new Map<string, Uint8Array>();
	const store = (bytes: Uint8Array, mediaType: string, more: Record<string, unknown> = {}) => {
		const digest = sha256(bytes);
		archive.set(`blobs/sha256/${digest.slice('sha256:'.length)}`, bytes);
		return {mediaType, digest, size: bytes.length, ...more};
	};

	const plainLayers: Buffer[] = [];
	const history = [];
	for (const {createdBy, created, comment, layer} of steps) {
		history.push({created, created_by: createdBy || undefined, comment, empty_layer: layer === undefined || undefined});
		if (layer !== undefined) {
			plainLayers.push(await writeTar(applyLayer(state, layer, Date.parse(created) / 1000)));
		}
	}

	// A window of a megabyte is enough for what repeats, and all the memory that a reader needs.
	const parameters = {
		[zlib.constants.ZSTD_c_compressionLevel]: 19,
		[zlib.constants.ZSTD_c_windowLog]: 20,
		[zlib.constants.ZSTD_c_checksumFlag]: 1,
	};
	const blobs = await Promise.all(plainLayers.map(plain => compress(plain, {params: parameters})));
	const layers = blobs.map(blob => store(blob, mediaTypes.layer));
	const config = store(encode({
		architecture, os, created: steps.at(-1)!.created, config: execution,
		rootfs: {type: 'layers', diff_ids: plainLayers.map(plain => sha256(plain))}, history,
	}), mediaTypes.config);
	const manifest = store(encode({schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers}), mediaTypes.manifest, {
		platform: {architecture, os},
	});
	const index = store(encode({
		schemaVersion: 2, mediaType: mediaTypes.index, manifests: [manifest, attest(manifest.digest, store)],
	}), mediaTypes.index, {
		annotations: {'io.containerd.image.name': 'docker.io/library/tideline:2.4', 'org.opencontainers.image.ref.name': '2.4'},
	});
	return writeFiles([
		['oci-layout', encode({imageLayoutVersion: '1.0.0'})],
		['index.json', encode({schemaVersion: 2, mediaType: mediaTypes.index, manifests: [index]})],
		...archive,
	]);
}

type Store = (bytes: Uint8Array, mediaType: string, more?: Record<string, unknown>) => Record<string, unknown>;

/** The provenance that BuildKit puts beside each image (docker/docs, "Attestation storage"). */
function attest(subject: string, store: Store): Record<string, unknown> {
	const predicateType = 'https://slsa.dev/provenance/v0.2';
	const statement = encode({
		_type: 'https://in-toto.io/Statement/v0.1',
		predicateType,
		subject: [{name: 'pkg:docker/tideline@2.4', digest: {sha256: subject.slice('sha256:'.length)}}],
		predicate: {builder: {id: ''}, buildType: 'https://mobyproject.org/buildkit@v1', materials: []},
	});
	const layer = store(statement, mediaTypes.attestation, {annotations: {'in-toto.io/predicate-type': predicateType}});
	const config = store(encode({
		architecture: 'unknown', os: 'unknown', config: {}, rootfs: {type: 'layers', diff_ids: [layer.digest]},
	}), mediaTypes.config);
	return store(encode({
		schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: [layer],
	}), mediaTypes.manifest, {
		annotations: {'vnd.docker.reference.digest': subject, 'vnd.docker.reference.type': 'attestation-manifest'},
		platform: {architecture: 'unknown', os: 'unknown'},
	});
}

async function writeTar(entries: readonly StoryEntry[]): Promise<Buffer> {
	const pack = tar.pack();
	const written = collect(pack);
	for (const {path, node} of entries) {
		const {type, mode, uid, gid, user, group, mtime, target, xattrs} = node;
		const pax = Object.fromEntries(Object.entries(xattrs).map(([name, value]) => [`SCHILY.xattr.${name}`, value]));
		const content = type === 'file' ? Buffer.from(contentOf(node)) : Buffer.alloc(0);
		pack.entry({
			name: path, type, mode, uid, gid, uname: user, gname: group, mtime: new Date(mtime * 1000), linkname: target,
			size: content.length, ...(Object.keys(xattrs).length > 0 && {pax}),
		}, content);
	}

	pack.finalize();
	return written;
}

async function writeFiles(files: ReadonlyArray<readonly [string, Uint8Array]>): Promise<Buffer> {
	const pack = tar.pack();
	const written = collect(pack);
	for (const [name, bytes] of files) {
		pack.entry({name, mode: 0o644, mtime: new Date(steps.at(-1)!.created)}, Buffer.from(bytes));
	}

	pack.finalize();
	return written;
}

async function collect(pack: tar.Pack): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of pack as AsyncIterable<Buffer>) {
		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
}

function encode(value: unknown): Buffer {
	return Buffer.from(JSON.stringify(value));
}

function sha256(bytes: Uint8Array): string {
	return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
