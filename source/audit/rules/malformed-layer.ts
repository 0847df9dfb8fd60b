import {entryType} from '../../archive/entry-table.js';
import {countOf} from '../../format/count.js';
import {encodeEscaped} from '../../format/safe-text.js';
import {sentence} from '../../format/sentence.js';
import type {LayerNumber} from '../../image/image.js';
import {slice, type PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import type {FindingDraft} from '../finding.js';
import type {Rule} from '../rule.js';

/** Layers that engines read in different ways, or should not read at all. */
export const malformedLayer: Rule = {
	group: 'configuration',
	severity: 'warning',
	id: 'malformed-layer',
	title: 'Malformed layers',
	counterparts: [],
	detects: 'Layers whose names or hard links lead out of the root or begin with a slash, that store a path twice, hold device nodes, link to what is not there, or are not what their digest says: engines and scanners read such in different ways, and that is how things are smuggled past them.',
	remedy: 'Build the layer anew with a builder of today.',
	references: ['https://github.com/opencontainers/image-spec/blob/main/layer.md'],
	* find(input) {
		const {image, overlay} = input;
		const told = [...image.warnings, ...overlay.warnings].filter(({layer, message, isMismatch}) => layer !== undefined || isMismatch || message.includes('digest says'));
		for (const warnings of Map.groupBy(told, ({layer, message}) => `${layer} ${message}`).values()) {
			const [{layer, path, message}] = warnings;
			const found = path === undefined ? -1 : overlay.tree.find(encodeEscaped(path.replace(/^\//, '')));
			const others = warnings.length > 1 ? ` (and of ${countOf(warnings.length - 1, 'other path')})` : '';
			yield {
				// Who has it verified wants to hear of nothing else.
				...(warnings.some(({isMismatch}) => isMismatch) && {severity: 'error' as const}),
				...(layer !== undefined && {layer}),
				...(found > 0 && {path: found}),
				key: message,
				message: sentence(path === undefined ? message : `${path}${others}: ${message}`),
				remedy: 'Make the layer anew with a builder that writes its tar from a file system.',
			};
		}

		for (const {number} of image.layers) {
			yield * inLayer(input, number);
		}
	},
};

/** Names from the root, paths that come twice, and device nodes. */
function * inLayer({overlay: {store, tree}}: AuditInput, layer: LayerNumber): Generator<FindingDraft | undefined> {
	const {count, type, absolute} = store.table(layer);
	const paths = store.paths(layer);
	const seen = new Set<PathId>();
	const twice: PathId[] = [];
	const devices: PathId[] = [];
	for (let index = 0; index < count; index++) {
		// A folder that comes again is what tar does when it is told of one twice: it changes nothing.
		if (type[index] !== entryType.directory && seen.size === seen.add(paths[index]).size) {
			twice.push(paths[index]);
		}

		if (type[index] === entryType.characterDevice || type[index] === entryType.blockDevice) {
			devices.push(paths[index]);
		}

		if (index % slice === slice - 1) {
			yield undefined;
		}
	}

	const others = ({length}: {length: number}) => length > 1 ? ` and ${countOf(length - 1, 'other path')}` : '';
	if (absolute.count > 0) {
		yield {
			layer,
			path: paths[absolute.first],
			key: 'absolute',
			message: `Layer ${layer} writes the name${absolute.count > 1 ? 's' : ''} of ${tree.path(paths[absolute.first])}${others({length: absolute.count})} with a slash before ${absolute.count > 1 ? 'them' : 'it'}: unpacked by a tool that believes this, ${absolute.count > 1 ? 'they lie' : 'it lies'} in the file system of the host.`,
			remedy: 'Make the tar of this layer anew with names from its root, such as `etc/passwd`, as tar does unless it is told `-P`.',
		};
	}

	if (twice.length > 0) {
		yield {
			layer,
			path: twice[0],
			key: 'twice',
			message: `Layer ${layer} stores ${tree.path(twice[0])}${others(twice)} more than once: readers that take the first see another file than those that take the last.`,
			remedy: 'Make the tar of this layer anew: whatever wrote it added paths that were in it already.',
		};
	}

	if (devices.length > 0) {
		yield {
			layer,
			path: devices[0],
			key: 'device',
			message: `Layer ${layer} holds ${countOf(devices.length, 'device node')}, such as ${tree.path(devices[0])}: engines make /dev themselves, and rootless ones can't make them.`,
			remedy: `Leave ${devices.length === 1 ? 'it' : 'them'} out; a device is given to a container by \`docker run --device\`.`,
		};
	}
}
