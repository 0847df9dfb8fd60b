import {bytesWidth, formatBytes} from '../../format/bytes.js';
import type {BaseImage} from '../../image/base-image.js';
import type {Image, LayerNumber} from '../../image/image.js';
import {layerTitle} from '../../image/layer-title.js';
import {buildSteps, type BuildStep} from '../../tree/build-steps.js';
import {stackedBar} from '../parts/stacked-bar.js';
import {memoize} from '../parts/memoize.js';
import {paragraph} from '../parts/text-line.js';
import {oneLine} from '../parts/wrap.js';
import {baseName, selectBase} from '../select-base.js';
import {selectProblem} from '../select-layers.js';
import type {Grown, State} from '../state.js';
import type {ListView} from './view.js';
import {sorted, sizeText} from './rows.js';

/** An instruction with its place in the build. */
export type BuildRow = BuildStep & {place: number; text: string};

const barWidth = 6;

const stepsOf = memoize((image: Image, grown: Grown, base: BaseImage | undefined): BuildRow[] => buildSteps(image, grown.overlay, base).map((step, place) => ({
	...step,
	place,
	text: oneLine(layerTitle({instruction: step.history ? step.instruction : null, comment: step.history?.comment})),
})));

const orders: ReadonlyArray<(a: BuildRow, b: BuildRow) => number> = [
	(a, b) => a.place - b.place,
	(a, b) => b.stored - a.stored,
	(a, b) => b.wasted - a.wasted,
	(a, b) => b.causes - a.causes,
];

const sortedSteps = memoize(sorted<BuildRow>);

/** The annotated Dockerfile: each instruction with what it stored, what of that nobody sees, and what it made of others' bytes. */
export const buildView: ListView<BuildRow> = {
	title: 'b Dockerfile',
	sorts: ['as it was built', 'largest first', 'most waste first', 'what causes most waste first'],
	rows(state) {
		const {image, grown, views} = state;
		return image && grown ? sortedSteps(stepsOf(image, grown, selectBase(state)), orders[views.build.sort]) : [];
	},
	key: ({place}) => place,
	text: ({text}) => text,
	heading(state, {symbols: {separator}}) {
		const base = selectBase(state);
		return [buildView.sorts[state.views.build.sort], base && `on ${baseName(base)}`].filter(Boolean).join(` ${separator} `);
	},
	empty: ({image, phase}) => [
		image?.layers.length === 0 && image.history.length === 0 ? 'The image tells of no instruction, and has no layers.' : (phase === 'reading' ? 'No layer is read yet.' : 'No layer was read.'),
	],
	columns(state) {
		const largest = state.grown?.overlay.largest ?? 0;
		return [
			{name: '#', width: 3, isRight: true, text: ({layer}) => layer === undefined ? '' : String(layer), style: 'faint'},
			{
				name: '', width: barWidth, leaves: 24, text: () => '',
				draw: ({stored, wasted}, theme, width) => stackedBar(largest > 0 ? stored / largest : 0, stored > 0 ? wasted / stored : 0, width, theme),
			},
			{name: 'stores', width: bytesWidth, isRight: true, text: step => step.layer === undefined ? '' : storedText(step, state)},
			{name: 'waste', width: bytesWidth, leaves: 16, isRight: true, text: ({wasted}) => sizeText(wasted), style: 'waste'},
			{name: 'causes', width: bytesWidth, leaves: 20, isRight: true, text: ({causes}) => sizeText(causes), style: 'removed'},
			{
				name: 'instruction',
				text: ({text, isBase, layer}) => `${problemOf(state, layer) ? '! ' : ''}${isBase ? 'base ' : ''}${text}`,
				styleOf: ({layer}) => layer === undefined ? 'faint' : (problemOf(state, layer) ? 'error' : undefined),
			},
		];
	},
	foot({instruction, layer, stored, wasted, causes, history, isBase}, state, columns) {
		const problem = problemOf(state, layer);
		const facts = layer === undefined
			? ['makes no layer']
			: [
				`layer ${layer} stores ${formatBytes(stored)}`,
				wasted > 0 ? `${formatBytes(wasted)} of it no longer seen` : '',
				causes > 0 ? `makes ${formatBytes(causes)} of other layers invisible` : '',
			].filter(Boolean);
		return [
			...paragraph(facts.join(', '), columns, wasted + causes > 0 ? 'waste' : 'faint'),
			...(problem === undefined ? [] : paragraph(problem, columns, 'error')),
			...(isBase ? paragraph(ofBase(selectBase(state)), columns, 'faint') : []),
			...paragraph(instruction || history?.comment || '(no instruction is recorded)', columns),
		];
	},
	place: ({layer}) => layer === undefined ? undefined : {layer},
};

/** Whose a step of the base is. */
function ofBase(base: BaseImage | undefined): string {
	return base?.isGuess === false ? `of the base image ${baseName(base)}` : 'of the base image, as far as its history tells';
}

function problemOf(state: State, layer: LayerNumber | undefined): string | undefined {
	return layer === undefined ? undefined : selectProblem(state, layer);
}

function storedText({layer, stored}: BuildRow, {grown}: State): string {
	return layer !== undefined && grown && layer <= grown.ready ? formatBytes(stored) : '';
}
