import {gatherInput} from '../audit/gather-input.js';
import {judge} from '../audit/gate.js';
import {runRules} from '../audit/run-rules.js';
import {sketchDockerfile} from '../audit/sketch/sketch-dockerfile.js';
import {measure, type Figures} from '../audit/thresholds.js';
import {guessBase} from '../image/base-image.js';
import type {ImageWarning} from '../image/image.js';
import type {Options} from '../options.js';
import {figuresOf, type AuditFigures} from '../report/audit-figures.js';
import {reportAudited, type AuditedImage} from '../report/audit.js';
import {figuredFormats, sketchFormat} from '../report/reporters.js';
import {runInTurns} from '../archive/slices.js';
import {readBase} from './base.js';
import type {ChosenPolicy} from './choose-policy.js';
import type {KeptLayers} from './kept-layers.js';
import {load} from './load.js';
import type {Outside} from './outside.js';

/** What an audit of one image says, its figures and its sketch where a format wants them, and all that was odd about it. */
export type ImageAudit = {audited: AuditedImage; measured: Figures | undefined; figures: AuditFigures[]; sketches: string[]; warnings: ImageWarning[]};

/**
Loads an image and runs the rules over it.

@throws {ImageError} If nothing of it can be read.
@throws {Interruption} If the user or the time said so.
*/
export async function auditImage(reference: string, options: Options, outside: Outside, kept: KeptLayers | undefined, chosen: ChosenPolicy): Promise<ImageAudit> {
	const {policy, file, rules} = chosen;
	const start = performance.now();
	const isFigured = options.formats.some(({name}) => figuredFormats.includes(name));
	const {used, warnings} = await load(reference, options, outside, {
		proof: true,
		taps: ['package-files', 'file-facts'],
		kept,
		async use({image, overlay, warnings: readingWarnings}, contents, {signal, tell}) {
			const base = await readBase(image, {...options, base: policy.base}, outside) ?? guessBase(image);
			tell('auditing');
			const input = await runInTurns(gatherInput(image, overlay, contents, base?.layers ?? 0, {...policy.required, forbiddenPaths: policy.forbidden.paths}), signal);
			const {findings, warnings: ruleWarnings} = await runInTurns(runRules(input, rules), signal);
			const warnings = [...input.packages.warnings, ...ruleWarnings];
			const measured = measure(image, overlay);
			const judgement = judge({findings, figures: measured, layers: image.layers, pathOf: path => overlay.tree.path(path), warnings: [...readingWarnings, ...warnings]}, chosen);
			return {
				audited: reportAudited({image, overlay, base, judgement, policy: file}),
				// What is kept of many images shall not keep them.
				measured: options.init ? {...measured} : undefined,
				sketches: options.formats.some(({name}) => name === sketchFormat) ? [await runInTurns(sketchDockerfile(input, base?.name), signal)] : [],
				figures: isFigured ? [await runInTurns(figuresOf(input, start), signal)] : [],
				warnings,
			};
		},
	});
	return {...used, warnings: [...warnings, ...used.warnings]};
}
