import {onePackage, type PackageFact} from './package-fact.js';

/** Name and version of a `package.json`. */
export function parseNpmManifest(bytes: Uint8Array): PackageFact {
	try {
		const manifest: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString().replace(/^\uFEFF/, ''));
		const {name, version} = (manifest ?? {}) as Record<string, unknown>;
		return onePackage(name, version);
	} catch {
		return {form: 'unread', problem: 'it is no JSON'};
	}
}
