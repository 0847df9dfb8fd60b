import type {LayerNumber} from '../image/image.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import type {FindingDraft} from './finding.js';
import {tellSecrets} from './secret-words.js';
import type {StoredSecrets} from './stored-secrets.js';

/**
Secrets in files of tests, examples and documentation, as one finding a layer: nearly always they open nothing.

@param tell The begin of the sentence, of so many files.
*/
export function * secretsForShow({overlay: {tree}}: AuditInput, secrets: readonly StoredSecrets[], tell: (paths: number, hiddenBy: LayerNumber) => string): Generator<FindingDraft> {
	const byLayer = Map.groupBy(secrets.filter(({isForShow}) => isForShow), ({layers}) => layers[0]);
	for (const [layer, group] of [...byLayer].sort(([a], [b]) => a - b)) {
		const [{path: first, found, count, hiddenBy}] = group;
		const path = group.length === 1 ? first : group.reduce<PathId>((folder, {path}) => tree.commonPath(folder, tree.parent[path]), tree.parent[first]);
		yield {
			confidence: 'low',
			layer,
			path,
			key: 'for show',
			message: `${tell(group.length, hiddenBy)}${group.length === 1 ? '' : ', the first'}: ${tree.path(first)} with ${tellSecrets(found, count)}.`,
			remedy: 'Leave out what nobody runs, by .dockerignore or by copying less; then nobody has to ask whether it is one.',
		};
	}
}
