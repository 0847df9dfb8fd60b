import {maskValue} from '../../content/secrets/mask-value.js';
import {markOf} from '../../content/secrets/found-secret.js';
import type {SecretSpan} from '../../content/secrets/secret-kind.js';
import type {LayerNumber} from '../../image/image.js';
import {configSecrets, type ConfigSecret} from '../config-secrets.js';
import type {FindingDraft} from '../finding.js';
import type {Rule} from '../rule.js';
import {mountId, secretTitle} from '../secret-words.js';

/** Secrets in the configuration and the history of an image. */
export const secretInConfig: Rule = {
	id: 'secret-in-config',
	title: 'Secrets in configuration and history',
	group: 'secrets',
	severity: 'error',
	counterparts: ['CIS-DI-0010', 'DKL-DI-0004'],
	detects: 'Values of variables, build arguments, labels and options of commands whose name is that of a secret by whole words (PASSWORD, SECRET, TOKEN, API_KEY …; not MONKEY, TOKEN_URL or PASSWORD_FILE), passwords in URLs, and tokens by their shape. They are read with `docker inspect` and `docker history` by everybody who has the image, and build arguments stay there too.',
	remedy: 'Set what a container needs when it starts; give a build what it needs by `RUN --mount=type=secret`. Rotate what was in an image that others have.',
	references: ['https://docs.docker.com/build/building/secrets/', 'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/'],
	* find(input) {
		const told = new Set<string>();
		for (const {text, span, tell, layer} of configSecrets(input)) {
			const value = text.slice(span.start, span.end);
			// The same value comes again with each instruction that a build argument is there for, and in the configuration.
			const mark = markOf(value);
			const declared = `${span.name ?? ''} ${mark}`;
			if (told.has(declared) || (span.name === undefined && told.has(mark))) {
				continue;
			}

			told.add(declared).add(mark);
			yield draftOf(span, maskValue(span.kind, value), tell, layer);
		}
	},
};

function draftOf({kind, name, confidence, isExample}: SecretSpan, masked: string, tell: ConfigSecret['tell'], layer: LayerNumber | undefined): FindingDraft {
	const details = [...(masked === '***' ? [] : [masked]), ...(isExample ? ['as documentation writes one'] : [])];
	const title = `${secretTitle(kind, name)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
	return {
		confidence,
		...(layer !== undefined && {layer}),
		key: `${kind} ${name ?? ''}`,
		message: tell(title),
		remedy: `Set it when the container starts, by its orchestrator's secrets or --env-file; if a build needs it, give it by RUN --mount=type=secret,id=${mountId(name ?? kind)}. Rotate it if others have had the image.`,
	};
}
