import type {FoundSecret} from '../content/secrets/found-secret.js';
import {maskSecrets} from '../content/secrets/mask-secrets.js';
import {secretKinds, type SecretKind} from '../content/secrets/secret-kind.js';
import {countOf} from '../format/count.js';
import type {LayerNumber} from '../image/image.js';
import type {AuditInput} from './audit-input.js';

/** An instruction in a sentence has this many characters at most. */
const longestInstruction = 80;

/** What a secret is, in words: by what it is called where nothing else is known of it. */
export function secretTitle(kind: SecretKind, name?: string): string {
	return kind === 'password' && name !== undefined ? `a value for ${name}` : secretKinds[kind];
}

/** The first of a file's secrets, where it stands, and how many more there are. */
export function tellSecrets(found: readonly FoundSecret[], count: number): string {
	const [{kind, name, line, masked, isExample}] = found;
	const details = [
		...(name !== undefined && kind !== 'password' ? [name] : []),
		...(line === undefined ? [] : [`line ${line}`]),
		...(masked === '***' ? [] : [masked]),
		...(isExample ? [kind.startsWith('aws') ? 'the example of AWS\'s documentation' : 'as documentation writes one'] : []),
	];
	return `${secretTitle(kind, name)}${details.length > 0 ? ` (${details.join(', ')})` : ''}${count > 1 ? ` and ${countOf(count - 1, 'more', 'more')}` : ''}`;
}

/** A layer with its instruction, secrets masked, cut to what a sentence bears. */
export function tellLayer({instructions}: Pick<AuditInput, 'instructions'>, layer: LayerNumber): string {
	const instruction = cutInstruction(instructions[layer - 1] ?? '');
	return `layer ${layer}${instruction === '' ? '' : ` (${instruction})`}`;
}

/** An instruction with its secrets masked, first of all, and then cut. */
export function cutInstruction(instruction: string): string {
	const masked = maskSecrets(instruction);
	return masked.length > longestInstruction ? `${masked.slice(0, longestInstruction - 1).trimEnd()}…` : masked;
}

/** A secret's id for `RUN --mount=type=secret`, from what it is called. */
export function mountId(name: string | undefined): string {
	return name?.toLowerCase().replaceAll(/[^\da-z]+/g, '_').replaceAll(/^_+|_+$/g, '').slice(0, 40) || 'name';
}
