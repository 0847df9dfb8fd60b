import type {Image, LayerNumber} from '../image/image.js';
import {diveFigures, type DiveFigures} from '../tree/dive-figures.js';
import type {Overlay} from '../tree/overlay.js';
import type {ThresholdResult} from './finding.js';

/** A limit that a policy can set. */
type Threshold = Pick<ThresholdResult, 'unit' | 'bound'> & {
	/** What is held against it, in words. */
	about: string;
};

/** The limits, by the names that policies have for them, in the order in which they are told. */
export const thresholds = {
	size: {unit: 'bytes', bound: 'at-most', about: 'content bytes of all layers'},
	'stored-size': {unit: 'bytes', bound: 'at-most', about: 'the layers as they lie, which is what a pull moves'},
	'layer-size': {unit: 'bytes', bound: 'at-most', about: 'content bytes of the largest layer'},
	layers: {unit: 'count', bound: 'at-most', about: 'number of layers'},
	waste: {unit: 'bytes', bound: 'at-most', about: 'bytes that layers store and no path of the finished image shows'},
	'waste-share': {unit: 'share', bound: 'at-most', about: 'the same against all content bytes'},
	efficiency: {unit: 'share', bound: 'at-least', about: 'as dive counts it'},
	'wasted-bytes': {unit: 'bytes', bound: 'at-most', about: 'as dive counts them'},
	'user-wasted-percent': {unit: 'share', bound: 'at-most', about: 'as dive counts it'},
} as const satisfies Record<string, Threshold>;

export type ThresholdName = keyof typeof thresholds;

export const thresholdNames = Object.keys(thresholds) as ThresholdName[];

/** A limit for each that is to be held. */
export type Limits = Readonly<Partial<Record<ThresholdName, number>>>;

/** A figure; undefined where the image has none. */
export type Figure = {value?: number; layer?: LayerNumber};

/** The figures of an image, by the names of the limits that go with them. */
export type Figures = Readonly<Record<ThresholdName, Figure>>;

/**
Measures an image: all its layers must be overlaid, with contents proven. Dive's figures, which take a tenth of a second
in an image of many files, are counted when they are first asked for.
*/
export function measure(image: Image, overlay: Overlay): Figures {
	const {total, wasted} = overlay.bytes();
	const sizes = image.layers.map(({number}) => overlay.layer(number).size);
	const largest = Math.max(0, ...sizes);
	let counted: DiveFigures | undefined;
	const dive = () => {
		counted ??= diveFigures(overlay);
		return counted;
	};

	return {
		size: {value: total},
		'stored-size': {value: image.layers.reduce((sum, {storedSize}) => sum + storedSize, 0)},
		'layer-size': {value: largest, layer: sizes.length === 0 ? undefined : sizes.indexOf(largest) + 1},
		layers: {value: image.layers.length},
		waste: {value: wasted},
		'waste-share': {value: total === 0 ? 0 : wasted / total},
		get efficiency() {
			return {value: dive().efficiency};
		},
		get 'wasted-bytes'() {
			return {value: dive().wastedBytes};
		},
		get 'user-wasted-percent'() {
			const {wastedBytes, userWastedPercent} = dive();
			// Of nothing there is no share; but to dive waste of nothing is above each limit.
			return {value: userWastedPercent ?? (wastedBytes > 0 ? Number.POSITIVE_INFINITY : undefined)};
		},
	};
}

/** Holds figures against limits: what lies at its limit passes, and so does what the image has no figure of. */
export function holdThresholds(limits: Limits, figures: Figures): ThresholdResult[] {
	return thresholdNames.filter(id => limits[id] !== undefined).map(id => {
		const {unit, bound} = thresholds[id];
		const limit = limits[id]!;
		const {value, layer} = figures[id];
		const isBroken = value !== undefined && (bound === 'at-most' ? value > limit : value < limit);
		return {id, unit, bound, limit, ...(value !== undefined && {value}), passed: !isBroken, ...(layer !== undefined && {layer})};
	});
}
