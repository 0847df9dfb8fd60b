import {readCommands} from '../../content/shell/read-commands.js';
import {maskSecrets} from '../../content/secrets/mask-secrets.js';
import type {HistoryEntry, LayerNumber} from '../../image/image.js';
import type {AuditInput} from '../audit-input.js';
import {comment, instructionLines} from './dockerfile-words.js';

/** Instructions that bear on a build; all others say how a container runs. */
const building = /^(?:run|copy|add|env|arg|workdir|user|shell)\b/i;

/** What a builder writes in place of names that it did not keep: `file:0123456789ab in /app`. */
const forgotten = /\b(?:file|dir|multi):[\da-f]{12,}(?= in )/;

/** The user's own steps after the base as they were, but for what only cleans up: in a stage that is left behind, nobody sees it. */
export function buildStage({image: {history}}: Pick<AuditInput, 'image'>, lastLayer: LayerNumber): string[] {
	const first = lastLayer === 0 ? 0 : history.findLastIndex(({layer}) => layer !== undefined && layer <= lastLayer) + 1;
	const steps = history.slice(first).filter(({instruction}) => building.test(instruction));
	const kept = steps.filter(step => !cleansUp(step));
	const dropped = steps.length - kept.length;
	return [
		...kept.flatMap(({instruction}) => {
			const masked = maskSecrets(instruction);
			return [
				...(masked === instruction ? [] : comment('A secret stood here, and is in the image: give it by RUN --mount=type=secret.')),
				...(forgotten.test(masked) ? [...comment('Which files these were the image does not tell:', masked)] : instructionLines(masked)),
			];
		}),
		...(dropped > 0 ? comment(`Left out: ${dropped === 1 ? 'a RUN' : `${dropped} RUNs`} that only ${dropped === 1 ? 'cleans' : 'clean'} up.`) : []),
	];
}

/** Whether a RUN does nothing but take away. */
function cleansUp({instruction}: HistoryEntry): boolean {
	if (!/^run\s/i.test(instruction)) {
		return false;
	}

	const commands = readCommands(instruction.replace(/^run\s+(?:--\S+\s+)*/i, ''));
	return commands.length > 0 && commands.every(({name, words}) => {
		const verb = words.slice(1).find(({text}) => !text.startsWith('-'))?.text ?? '';
		return name === 'rm' || (/^(?:apt|apt-get|apk|dnf|yum|microdnf|zypper)$/.test(name) && /^(?:clean|autoclean|purge|remove|autoremove|del|erase)$/.test(verb));
	});
}
