import type {SecretConfidence} from '../../content/secrets/secret-kind.js';
import {countOf} from '../../format/count.js';
import {listWords} from '../../format/list-words.js';
import type {AuditInput} from '../audit-input.js';
import type {FindingDraft} from '../finding.js';
import type {Rule} from '../rule.js';
import {mountId, tellLayer, tellSecrets} from '../secret-words.js';
import {secretsForShow} from '../secrets-for-show.js';
import {storedSecrets, type StoredSecrets} from '../stored-secrets.js';

/** Secrets that the finished image no longer shows. */
export const deletedSecret: Rule = {
	id: 'deleted-secret',
	title: 'Deleted secrets that are still in the image',
	group: 'secrets',
	severity: 'critical',
	counterparts: [],
	detects: 'Secrets, as secret-file finds them, in files that a later layer removed or overwrote. A container no longer shows them, but their layer is pulled with the image, and whoever has the image can read it: nothing that a later instruction does takes them out. That somebody removed a file which is there for credentials makes it surer that it held some.',
	remedy: 'Rotate the secret. Then build without it: `RUN --mount=type=secret` shows it to one command and stores it in no layer, and `.dockerignore` keeps it out of `COPY`.',
	references: ['https://docs.docker.com/build/building/secrets/', 'https://docs.docker.com/build/concepts/context/#dockerignore-files'],
	* find(input) {
		const {hidden} = input.once(storedSecrets);
		for (const secrets of hidden) {
			if (!secrets.isForShow) {
				yield draftOf(input, secrets);
			}
		}

		yield * secretsForShow(input, hidden, (paths, hiddenBy) => `${countOf(paths, 'file')} of tests, examples or documentation that ${tellLayer(input, hiddenBy)} hides ${paths === 1 ? 'has' : 'have'} what looks like a secret`);
	},
};

const oneSurer: Readonly<Record<SecretConfidence, SecretConfidence>> = {low: 'medium', medium: 'high', high: 'high'};

function draftOf(input: AuditInput, {path, what, found, count, confidence, layers, hiddenBy, isOverwritten}: StoredSecrets): FindingDraft {
	const [{kind, name}] = found;
	const file = input.overlay.tree.path(path);
	const holds = kind === 'credentials-file' ? `${file}, ${what!}` : `${file}${what === undefined ? '' : `, ${what},`} with ${tellSecrets(found, count)}`;
	const stored = layers.length === 1
		? `${tellLayer(input, layers[0])} stores`
		: `layers ${listWords([...new Set(layers)].map(String))} store`;
	const isMeant = what !== undefined && kind !== 'credentials-file' && kind !== 'encrypted-private-key';
	const isExample = count === found.length && found.every(secret => secret.isExample === true);
	return {
		confidence: isMeant ? oneSurer[confidence] : confidence,
		layer: layers[0],
		path,
		key: kind,
		message: `${stored[0].toUpperCase()}${stored.slice(1)} ${holds}; ${tellLayer(input, hiddenBy)} ${hiddenBy === layers[0] ? 'stores another in its place' : (isOverwritten ? 'overwrites it' : 'removes it')}, but it is still in the image.`,
		remedy: `${isExample ? 'If a real one ever stood there, rotate it: an image that has it may be with others. In any case keep the file out' : 'Rotate it: whoever has the image has it. Then keep it out'} of layer ${layers[0]}: RUN --mount=type=secret,id=${mountId(name ?? kind)} shows it to one command and stores it nowhere, .dockerignore keeps it out of COPY. Removing it later only hides it.`,
	};
}
