import {formatBytes} from '../../format/bytes.js';
import {wasteByLayer} from '../../tree/build-steps.js';
import {sentence} from '../../format/sentence.js';
import type {EntryId} from '../../tree/entry-store.js';
import {fate} from '../../tree/fate.js';
import type {Waste} from '../../tree/waste.js';
import {listOf} from '../../tree/waste-words.js';
import type {AuditInput} from '../audit-input.js';
import {lineRule} from '../command-rule.js';
import {commandText} from '../command-text.js';

/** Less than this is not worth a word, in bytes. */
const smallest = 4096;

/** Rm of what lower layers stored. */
export const lateRemoval = lineRule({
	id: 'remove-in-own-layer',
	title: 'rm in a layer of its own',
	counterparts: ['CIS-DI-0003'],
	detects: 'A RUN with `rm` that removes files which lower layers stored. A layer can only hide what lies below: the image gets no smaller. Where removed-later tells of the same bytes, it alone does.',
	remedy: 'Remove in the RUN that makes the files.',
	references: ['https://docs.docker.com/build/building/best-practices/#run'],
}, ({commands, layer}, input) => {
	const removal = layer === undefined ? undefined : commands.find(({name, words}) => (name === 'rm' || name === 'rmdir') && words.length > 1);
	if (!removal || input.once(causesOf)[layer!] < smallest) {
		return undefined;
	}

	const {bytes, contents, layers, caches, isCacheAlone} = removedBy(input, layer!);
	const own = layers.filter(number => number > input.base && input.instructions[number - 1] !== '');
	return bytes >= smallest
		? {
			bytes,
			contents,
			message: `\`${commandText(removal)}\` hides ${formatBytes(bytes)} that ${listOf(layers)} stored: the image gets no smaller.`,
			// What a cache was needed for until then, the remedy of the waste knows.
			remedy: own.length > 0 && caches.length > 0
				? [...caches.map(({remedy}) => sentence(remedy)), ...(isCacheAlone ? [] : ['Remove the rest in the instruction that makes it.'])].join(' ')
				: (own.length > 0
					? `Move \`${commandText(removal)}\` to the end of the instruction of ${listOf(own)}, where the files are made.`
					: 'Begin with a base image that does not bring them; here nothing saves them.'),
		}
		: undefined;
});

function causesOf({overlay}: AuditInput): Float64Array {
	return wasteByLayer(overlay).causes;
}

/** What a layer removes of lower ones, from the groups of waste. */
function removedBy({wastes, overlay}: AuditInput, layer: number): {bytes: number; contents: EntryId[]; layers: number[]; caches: Waste[]; isCacheAlone: boolean} {
	const isOf = (part: Pick<Waste['parts'][number], 'layer' | 'hiddenBy' | 'fate'>) => part.hiddenBy === layer && part.layer < layer && part.fate === fate.removed;
	const removed = wastes.filter(({parts}) => parts.some(part => isOf(part)));
	const parts = removed.flatMap(waste => waste.parts).filter(part => isOf(part));
	const caches = removed.filter(({cause}) => cause === 'package-cache');
	return {
		caches,
		isCacheAlone: caches.length === removed.length,
		bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
		contents: removed.flatMap(({contents}) => Array.from(contents).filter(content => isOf({layer: overlay.store.layerOf(content), hiddenBy: overlay.hiddenBy(content), fate: overlay.fateOf(content)}))),
		layers: [...new Set(parts.map(part => part.layer))].sort((a, b) => a - b),
	};
}
