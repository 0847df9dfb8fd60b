import {buildName, environment, imageFfmpeg} from '../ffmpeg/image-ffmpeg.js';
import type {Rule} from '../rule.js';

/** Labels that give FFmpeg's version: `ffmpeg`, `org.example.ffmpeg.version`, `ffmpeg_version`. */
const versionLabel = /(?:^|[-._])ffmpeg(?:[-._]version)?$/i;

/** A version as numbers, behind what Debian (`7:`) and git tags (`n`, `v`) write before; what is behind the numbers is its builder's. */
const numbers = /^(?:\d+:)?[nv]?(\d+(?:\.\d+){1,3})(?![\d.])/i;

/** What an image says of its FFmpeg, and the FFmpeg does not. */
export const labelMismatch: Rule = {
	id: 'label-mismatch',
	title: 'Labels that the binary contradicts',
	group: 'configuration',
	severity: 'warning',
	counterparts: [],
	detects: 'A label such as `org.example.ffmpeg.version`, or the variable FFMPEG_VERSION, that gives another version than the FFmpeg which the image runs. `5.1` fits 5.1.9; builds of a git commit have no version to compare. Whoever chooses images by such a label gets something else.',
	remedy: 'Set the label from the version that was installed, for instance by a build argument that both use.',
	references: ['https://docs.docker.com/engine/manage-resources/labels/'],
	* find(input) {
		const {image: {config}} = input;
		const variable = environment(config.env, 'FFMPEG_VERSION');
		const told = [
			...Object.entries(config.labels).filter(([label]) => versionLabel.test(label)).map(([label, value]) => ({what: `the label ${label}`, key: label, value})),
			...variable === undefined ? [] : [{what: 'the variable FFMPEG_VERSION', key: 'FFMPEG_VERSION', value: variable}],
		];
		const [main, ...others] = told.length > 0 ? input.once(imageFfmpeg) : [];
		const actual = main && numbersOf(main.build.version);
		if (!actual) {
			return;
		}

		for (const {what, key, value} of told) {
			const claimed = numbersOf(value.trim());
			if (!claimed || fits(claimed, actual)) {
				continue;
			}

			const other = others.find(({build}) => fits(claimed, numbersOf(build.version) ?? ''));
			yield {
				layer: main.place.layer,
				path: main.place.path,
				key,
				message: `${what[0].toUpperCase()}${what.slice(1)} says FFmpeg ${claimed}, and the one that runs is ${buildName(main)}.`,
				remedy: other
					? `The image also has ${claimed}, at ${input.overlay.tree.path(other.place.path)}: leave out the one that is not meant, or put the meant one first on PATH.`
					: `Set ${what} to ${actual}, or install the FFmpeg that it promises; an ARG that both the installation and the label use keeps them together.`,
			};
		}
	},
};

function numbersOf(version: string | undefined): string | undefined {
	return numbers.exec(version ?? '')?.[1];
}

/** Whether a claim is the version, or begins it. */
function fits(claimed: string, actual: string): boolean {
	return actual === claimed || actual.startsWith(`${claimed}.`) || claimed.replace(/(?:\.0)+$/, '') === actual.replace(/(?:\.0)+$/, '');
}
