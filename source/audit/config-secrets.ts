import {findCommandSecrets, findNamedSecrets} from '../content/secrets/command-secrets.js';
import type {SecretSpan} from '../content/secrets/secret-kind.js';
import type {LayerNumber} from '../image/image.js';
import {instructionLine} from '../image/instruction.js';
import type {AuditInput} from './audit-input.js';
import {cutInstruction} from './secret-words.js';

/** A secret that stands in the configuration or the history. */
export type ConfigSecret = {
	/** What holds it: not for any output. */
	text: string;
	span: SecretSpan;
	/** The sentence, of a secret as it is called. */
	tell: (title: string) => string;
	layer?: LayerNumber;
};

/** All of them, in the order of the history; one comes again with each instruction that a build argument is there for, and in the configuration. */
export function * configSecrets({image, base}: AuditInput): Generator<ConfigSecret> {
	const {history, config, annotations} = image;
	const settings = new Set<string>();
	let lastLayer = 0;
	for (const {instruction, buildArguments, layer} of history) {
		lastLayer = layer ?? lastLayer;
		// What made no layer is said to be of the base where the base's layers come after it, or end with it.
		const place = layer ?? (lastLayer > 0 && lastLayer < base ? lastLayer : undefined);
		const at = place === undefined ? {} : {layer: place};
		for (const span of findCommandSecrets(instruction)) {
			if (span.name !== undefined && /^\s*env\s/i.test(instruction)) {
				settings.add(span.name);
			}

			yield {text: instruction, span, tell: title => `${cutInstruction(instructionLine(instruction))} has ${title} in it, which everybody who has the image can read.`, ...at};
		}

		for (const argument of buildArguments) {
			for (const found of secretsOf(argument)) {
				yield {...found, tell: title => `A build argument, ${title}, stays in the history of ${layer === undefined ? 'the image' : `layer ${layer}`}, which everybody who has the image can read.`, ...at};
			}
		}
	}

	for (const variable of config.env) {
		for (const found of secretsOf(variable)) {
			if (!settings.has(found.span.name ?? '')) {
				const name = found.span.name ?? '';
				yield {...found, tell: title => `The configuration holds ${title}${found.span.kind === 'password' ? '' : ` in the variable ${name}`}, which everybody who has the image can read.`};
			}
		}
	}

	for (const [where, pairs] of [['label', config.labels], ['annotation', annotations]] as const) {
		for (const [name, value] of Object.entries(pairs)) {
			for (const span of findNamedSecrets(name, value)) {
				yield {text: value, span, tell: title => `The ${where} ${name} has ${span.kind === 'password' ? 'the value of a secret' : title} in it, which everybody who has the image can read.`};
			}
		}
	}

	for (const [where, words] of [['entrypoint', config.entrypoint], ['command', config.cmd], ['healthcheck', config.healthcheck]] as const) {
		const text = (words ?? []).join(' ');
		for (const span of findCommandSecrets(text)) {
			yield {text, span, tell: title => `The ${where} has ${title} in it, which everybody who has the image can read.`};
		}
	}
}

/** Those of `NAME=VALUE`. */
function secretsOf(assignment: string): Array<Pick<ConfigSecret, 'text' | 'span'>> {
	const sign = assignment.indexOf('=');
	const text = assignment.slice(sign + 1);
	return sign <= 0 ? [] : findNamedSecrets(assignment.slice(0, sign), text).map(span => ({text, span}));
}
