import {findCodec, plainName} from '../../content/ffmpeg/find-codec.js';
import {listWords} from '../../format/list-words.js';
import type {AuditInput} from '../audit-input.js';
import {codecIdentity, codecMeant, configureFlags, encodersInstead} from '../ffmpeg/codec-advice.js';
import {buildName, imageFfmpeg, type ImageBuild} from '../ffmpeg/image-ffmpeg.js';
import {wantedCodecs, type WantedCodec} from '../ffmpeg/wanted-codecs.js';
import type {FindingDraft} from '../finding.js';
import type {Rule} from '../rule.js';

/** Codecs that a label, or the user, names, and FFmpeg's build lacks. */
export const missingCodec: Rule = {
	id: 'missing-codec',
	title: 'Codecs that FFmpeg lacks',
	group: 'runtime',
	severity: 'error',
	counterparts: [],
	detects: 'Names of codecs, encoders, decoders and their libraries that `--require-codec`, the policy or a label such as `codecs` gives, and the FFmpeg build that the image runs does not have. What a build has is read from the tables and the configuration that are compiled into it; nothing is run. A format that the build can read and not write is a note.',
	remedy: 'Install a build that has the codec, or build FFmpeg with the library that brings it, or take the name out of the label.',
	references: ['https://ffmpeg.org/general.html#External-libraries'],
	* find(input) {
		const wanted = wantedCodecs(input);
		const [main, ...others] = wanted.length > 0 ? input.once(imageFfmpeg) : [];
		if (!main) {
			yield * demandedOfNone(wanted);
			return;
		}

		for (const codec of eachOnce(wanted, main)) {
			const finding = judge(input, codec, main, others);
			if (finding) {
				yield {...place(main), key: plainName(codec.name), ...finding};
			}
		}
	},
};

/** Without FFmpeg only what is demanded is missing: a label may speak of other programs. */
function * demandedOfNone(wanted: readonly WantedCodec[]): Generator<FindingDraft> {
	const names = wanted.filter(({isDemanded}) => isDemanded).map(({name}) => name);
	if (names.length > 0) {
		yield {
			message: `The image has no FFmpeg, and so none of the codecs that are required of it: ${names.join(', ')}.`,
			remedy: 'Install FFmpeg in the final stage (a build that has these codecs), or require them only of images that are to have it.',
		};
	}
}

/** So many other names of a codec are told: a label may have a thousand that begin as its library does. */
const mostOthers = 3;

/** What the build lacks once, by whichever names it is wanted; all else as it is. */
function eachOnce(wanted: readonly WantedCodec[], {build}: ImageBuild): WantedCodec[] {
	const same = Map.groupBy(wanted, ({name}) => findCodec(build, name) ? `has ${plainName(name)}` : codecIdentity(name));
	// What is demanded comes first.
	return Array.from(same.values(), ([first, ...others]) => ({...first, others}));
}

function place({place: {layer, path}}: ImageBuild): Pick<FindingDraft, 'layer' | 'path'> {
	return {layer, path};
}

function judge({overlay}: AuditInput, codec: WantedCodec, main: ImageBuild, others: readonly ImageBuild[]): Pick<FindingDraft, 'severity' | 'confidence' | 'message' | 'remedy'> | undefined {
	const {name} = codec;
	const {build} = main;
	const found = findCodec(build, name);
	const flags = configureFlags(name, build);
	const whose = wantedBy(codec);
	if (found) {
		const isFormat = found.encoders.length === 0 && found.decoders.some(({codec}) => plainName(codec) === plainName(name));
		return isFormat && build.encoders
			? {
				severity: 'note',
				confidence: 'medium',
				message: `${buildName(main)} reads ${name} and can't write it, which ${whose}: it has the decoder ${found.decoders[0].name} and no encoder.`,
				remedy: flags === undefined ? 'If the image only plays it, that is enough.' : `If the image only plays it, that is enough; to write it, take a build with ${flags}.`,
			}
			: undefined;
	}

	// Whether a library was taken in is told by the configuration alone; all else by the tables.
	const isLibrary = flags !== undefined && plainName(flags).includes(plainName(name));
	if (build.encoders === undefined && (!isLibrary || build.configuration === undefined)) {
		return {
			confidence: 'low',
			message: `Whether ${buildName(main)} has ${name}, which ${whose}, can't be told: its table of codecs is not in the image, or of a form that is not known.`,
			remedy: `Ask the program itself, once, in a container: ffmpeg -codecs | grep -i ${/^\w+$/.test(name) ? name : 'NAME'}.`,
		};
	}

	const elsewhere = others.find(({build}) => findCodec(build, name));
	const instead = encodersInstead(name, build);
	const why = flags === undefined ? 'it has no encoder, decoder or library of that name' : `it was built without ${flags.split(' ', 1)[0]}`;
	return {
		message: `${buildName(main)} has no ${name}, which ${whose}: ${why}${instead.length === 0 ? '' : `; for the same format it has ${instead.slice(0, 3).join(', ')}`}.`,
		remedy: [
			elsewhere ? `The build at ${overlay.tree.path(elsewhere.place.path)} has it: let the image run that one, and leave out the other.` : '',
			codec.isDemanded || codec.labels.length === 0 ? '' : `Take ${listWords([name, ...(codec.others ?? []).slice(0, mostOthers).map(({name}) => name)])} out of the label${instead.length > 0 ? ` and use ${instead[0]}` : ''}${flags === undefined ? '' : `, or build FFmpeg with ${flags}`}.`,
			codec.isDemanded ? (flags === undefined ? 'Install a build that has it.' : `Build FFmpeg with ${flags}, or install a build that was.`) : '',
			flags?.includes('nonfree') ? 'Together with --enable-gpl that makes a build which nobody may pass on: keep such an image to yourselves.' : '',
			flags === undefined ? codecMeant(name, build).trim() : '',
		].filter(part => part !== '').join(' '),
	};
}

/** `the label a.codecs names`, `is required`, or both. */
function wantedBy({labels, isDemanded, others = []}: WantedCodec): string {
	const told = labels.slice(0, 3);
	return [
		...told.length > 0 ? [`the label ${told.join(' and the label ')} ${told.length > 1 ? 'name' : 'names'}`] : [],
		...isDemanded ? ['is required'] : [],
		...others.slice(0, mostOthers).map(({name, labels}) => labels.length === 0 ? `is required as ${name}` : `the label ${labels[0]} names as ${name}`),
	].join(' and ');
}
