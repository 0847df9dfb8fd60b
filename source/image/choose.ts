import {shortDigest} from '../format/digest.js';
import {ChoiceError, type ImageChoice} from './choice-error.js';
import {ImageError, type Platform} from './image.js';
import {formatPlatform, isDefaultVariant, matchesPlatform} from './platform.js';

/** One of several images of a container, as it may be asked for. */
export type Choice = {
	tags: readonly string[];
	/** Digest of its manifest or index, where there is one. */
	digest?: string;
};

/** More of them than this are counted in an error, not listed. */
const mostListed = 20;

/** Nobody chooses among more, and each is held against all others. */
export const mostChoices = 500;

/** What one of several takes, by its index. */
type Weigh = (index: number) => Pick<ImageChoice, 'platform' | 'size' | 'layers' | 'isOpen'>;

/**
Which of the images of a container is meant.

@param wanted The image's number from 1, a tag, as exact as it has to be, or a digest or its start; undefined takes the only one. Digits
alone are a number where there are as many images, whatever their tags: `:1` is the tag.
@param weigh What one of them takes, for whoever is asked.
@returns Its index in `choices`.
@throws {ChoiceError} When nothing was asked for and there are several.
@throws {ImageError} When none or several fit, with a list of what is there.
*/
export function chooseImage(container: string, choices: readonly Choice[], wanted: string | undefined, weigh: Weigh = () => ({})): number {
	if (wanted === undefined) {
		if (choices.length === 1) {
			return 0;
		}

		throw new ChoiceError(`${container} holds ${choices.length} images. Choose one with --image: ${list(choices)}.`, imageChoices(choices, weigh));
	}

	if (/^\d+$/.test(wanted) && Number(wanted) >= 1 && Number(wanted) <= choices.length) {
		return Number(wanted) - 1;
	}

	const name = withoutColon(wanted);
	for (const fits of [sameName, sameShortName, sameTag, sameDigest, sameLastPart]) {
		const found = choices.flatMap((choice, index) => fits(choice, name) ? [index] : []);
		if (found.length === 1) {
			return found[0];
		}

		if (found.length > 1) {
			throw new ImageError(`${container} holds ${found.length} images that "${wanted}" may mean. Choose one by its number with --image: ${list(choices)}.`);
		}
	}

	throw new ImageError(`${container} holds no image "${wanted}". It holds: ${list(choices)}.`);
}

/** The images of a container, each with what chooses it and no other. */
export function imageChoices(choices: readonly Choice[], weigh: Weigh): ImageChoice[] {
	return choices.slice(0, mostChoices).flatMap((_, index) => {
		const choice = imageChoice(choices, index);
		return choice ? [{...choice, ...weigh(index)}] : [];
	});
}

/** One of the images of a container, with what chooses it and no other; undefined where nothing does. Of an only one nothing need be said. */
export function imageChoice(choices: readonly Choice[], index: number): ImageChoice | undefined {
	const {tags, digest} = choices[index];
	const name = tags.join(', ') || digest || `image ${index + 1}`;
	if (choices.length === 1) {
		return {name};
	}

	const image = [...tags, ...(digest === undefined ? [] : [digest]), String(index + 1)].find(wanted => isChosenBy(choices, index, wanted));
	return image === undefined ? undefined : {image, name};
}

function isChosenBy(choices: readonly Choice[], index: number, wanted: string): boolean {
	try {
		return chooseImage('', choices, wanted) === index;
	} catch {
		return false;
	}
}

/** What to call an image that was chosen: by the tag that was meant, else by any, else by its digest or by what was asked for. */
export function nameOfChosen({tags, digest}: Choice, wanted: string): string {
	const meant = [sameName, sameShortName, sameTag, sameLastPart].flatMap(fits => tags.filter(tag => fits({tags: [tag]}, withoutColon(wanted))));
	return meant[0] ?? tags[0] ?? (shortDigest(digest) || wanted);
}

/** One platform's image. */
export type PlatformChoice = {
	platform: Platform | undefined;
	/** Whether it can be opened: its documents are there. */
	complete: boolean;
};

/**
Which of the platforms of an image is meant: the one asked for, else the host's, else the only one.

@param weigh What one of them takes, for whoever is asked.
@returns Its index in `choices`.
@throws {ChoiceError} When nothing was asked for and there are several, none of them the host's.
@throws {ImageError} When none fits, with a list of what is there.
*/
export function choosePlatform(container: string, choices: readonly PlatformChoice[], wanted: Platform | undefined, host: Platform, weigh: Weigh = () => ({})): number {
	const fitting = (platform: Platform) => choices
		.flatMap((choice, index) => choice.platform && matchesPlatform(choice.platform, platform) ? [index] : [])
		.sort((a, b) => rank(choices[b]) - rank(choices[a]));
	if (wanted) {
		const found = fitting(wanted)[0];
		if (found === undefined) {
			throw new ImageError(`${container} holds no image for ${formatPlatform(wanted)}. It holds: ${platforms(choices)}.`);
		}

		return found;
	}

	const complete = choices.flatMap((choice, index) => choice.complete ? [index] : []);
	const forHost = fitting(host)[0];
	if (forHost !== undefined && (choices[forHost].complete || complete.length === 0)) {
		return forHost;
	}

	if (complete.length === 1) {
		return complete[0];
	}

	if (choices.length === 1) {
		return 0;
	}

	throw new ChoiceError(`${container} holds images for several platforms, and none for ${formatPlatform(host)}. Choose one with --platform: ${platforms(choices)}.`, platformChoices(choices, weigh));
}

/** The platforms of an image whose documents are there, each with what chooses it and no other. */
export function platformChoices(choices: readonly PlatformChoice[], weigh: Weigh): ImageChoice[] {
	return choices.slice(0, mostChoices).flatMap(({platform, complete}, index) => {
		const isChosen = platform !== undefined && complete && choosePlatform('', choices, platform, platform) === index;
		return isChosen ? [{platform: formatPlatform(platform), name: '', ...weigh(index)}] : [];
	});
}

/** Of several that fit, the one that is there and of the usual variant. */
function rank({platform, complete}: PlatformChoice): number {
	return (complete ? 2 : 0) + (platform && isDefaultVariant(platform) ? 1 : 0);
}

function sameName({tags}: Choice, wanted: string): boolean {
	return tags.includes(wanted);
}

function sameShortName({tags}: Choice, wanted: string): boolean {
	return tags.some(tag => withTag(shortName(tag)) === withTag(shortName(wanted)));
}

/** The tag alone, `latest` of `nginx:latest`. */
function sameTag({tags}: Choice, wanted: string): boolean {
	return tags.some(tag => tag.slice(tag.lastIndexOf(':') + 1) === wanted);
}

function sameDigest({digest}: Choice, wanted: string): boolean {
	return digest !== undefined && (digest.startsWith(wanted) ? wanted.includes(':') : /^[\da-f]{6,}$/.test(wanted) && digest.slice(digest.indexOf(':') + 1).startsWith(wanted));
}

/** The last part of a repository as a whole, `small:2` of `docker.io/shop/small:2`. */
function sameLastPart({tags}: Choice, wanted: string): boolean {
	return !wanted.includes('/') && tags.some(tag => withTag(tag.slice(tag.lastIndexOf('/') + 1)) === withTag(wanted));
}

/** A tag that is a number is written `:1`, for `1` is the number of an image. */
function withoutColon(wanted: string): string {
	return wanted.replace(/^:(?=\d+$)/, '');
}

/** A name as docker prints it, without what it implies. */
function shortName(name: string): string {
	return name.replace(/^(?:docker\.io\/(?:library\/)?|localhost\/)/, '');
}

function withTag(name: string): string {
	return /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
}

function list(choices: readonly Choice[]): string {
	const lines = choices.slice(0, mostListed).map(({tags, digest}, index) => {
		const name = tags.length > 0 ? tags.join(' and ') : digest ?? 'without a name';
		return `${index + 1} is ${name}`;
	});
	const rest = choices.length - lines.length;
	return rest > 0 ? `${lines.join(', ')}, and ${rest} more` : lines.join(', ');
}

function platforms(choices: readonly PlatformChoice[]): string {
	const names = choices.map(({platform, complete}) => `${formatPlatform(platform) || 'one without a platform'}${complete ? '' : ' (its blobs are not there)'}`);
	const unique = [...new Set(names)];
	const rest = unique.length - mostListed;
	return rest > 0 ? `${unique.slice(0, mostListed).join(', ')}, and ${rest} more` : unique.join(', ');
}
