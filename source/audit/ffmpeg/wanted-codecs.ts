import {plainName} from '../../content/ffmpeg/find-codec.js';
import type {AuditInput} from '../audit-input.js';

/** A codec that an image must have, and who says so. */
export type WantedCodec = {
	/** As it is written first. */
	name: string;
	/** Labels of the image that name it. */
	labels: string[];
	/** Whether the policy, or the command line, names it. */
	isDemanded: boolean;
	/** Other names by which it is wanted as well. */
	others?: readonly WantedCodec[];
};

/** Labels that list codecs: `codecs`, `org.example.codecs`, `ffmpeg_encoders`. */
const listLabel = /(?:^|[-._])(?:codecs?|encoders|decoders)$/i;

/** No label names more: a value may be a megabyte. */
const mostNames = 1000;

/** A name of a codec; what else stands in a label is no list of them. */
const name = /^[\w+\-.]{2,40}$/;

/** The codecs that a policy, the command line and the image's own labels name, each once. */
export function wantedCodecs({image: {config}, demands}: Pick<AuditInput, 'image' | 'demands'>): WantedCodec[] {
	const wanted = new Map<string, WantedCodec>();
	const want = (name: string) => {
		const plain = plainName(name);
		const known = wanted.get(plain) ?? {name, labels: [], isDemanded: false};
		wanted.set(plain, known);
		return known;
	};

	for (const name of demands.codecs.flatMap(value => words(value))) {
		want(name).isDemanded = true;
	}

	for (const [label, value] of Object.entries(config.labels)) {
		const names = listLabel.test(label) ? words(value) : [];
		if (names.length <= mostNames && names.every(word => name.test(word))) {
			for (const {labels} of new Set(names.map(word => want(word)))) {
				labels.push(label);
			}
		}
	}

	return [...wanted.values()];
}

function words(value: string): string[] {
	return value.split(/[\s,;|]+/).filter(word => plainName(word) !== '');
}
