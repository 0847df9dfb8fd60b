import type {ImageWarning} from '../../image/image.js';
import type {AuditInput} from '../audit-input.js';
import {LinkageCheck, type LinkageReport} from './check-linkage.js';
import {ImageFiles} from './image-files.js';

/** The linkage of an image: what would be loaded with what, and what is wrong with it. */
export type ImageLinkage = {
	files: ImageFiles;
	check: LinkageCheck;
	/** What is wrong, once it was looked for: see `linkageReport`. */
	report: LinkageReport | undefined;
	/** Whether all layers could be read: otherwise what is missing may lie in one that could not. */
	isWhole: boolean;
};

/** The linkage of an image, for all who ask. All its paths must be in depth-first order. */
export function imageLinkage(input: AuditInput): ImageLinkage {
	return input.once(prepare);
}

/** What is wrong with it; worked out by the first who asks. */
export function * linkageReport(input: AuditInput): Generator<undefined, LinkageReport> {
	for (const _ of input.overlay.tree.reorder()) {
		yield;
	}

	const linkage = imageLinkage(input);
	linkage.report ??= yield * linkage.check.run();
	return linkage.report;
}

function prepare(input: AuditInput): ImageLinkage {
	const {image: {layers, config}, overlay: {store}} = input;
	const files = new ImageFiles(input);
	const variables = new Map(config.env.map(variable => {
		const end = variable.indexOf('=');
		return [variable.slice(0, end), variable.slice(end + 1)];
	}));
	return {
		files,
		check: new LinkageCheck(files, {variables, workingFolder: config.workingDir === '' ? '/' : config.workingDir}),
		report: undefined,
		isWhole: layers.every(({number, problem}) => !problem && store.table(number).warnings.every((warning: Pick<ImageWarning, 'incomplete'>) => !warning.incomplete)),
	};
}
