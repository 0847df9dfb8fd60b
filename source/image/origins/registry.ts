import type {Origin} from './index.js';

/** A registry that the user named: `registry://ghcr.io/a/b:1`. */
export const registry: Origin = {
	takes: ({scheme}) => scheme === 'registry',
	async open({value}, options) {
		// Loaded when a registry is asked and not before: it brings TLS.
		const {openFromRegistry} = await import('./registry/open-from-registry.js');
		return openFromRegistry(value, options);
	},
};
