import type {FileFact} from '../content/file-fact.js';
import {maskSecrets} from '../content/secrets/mask-secrets.js';
import type {Contents} from '../image/contents.js';
import type {Image, LayerNumber} from '../image/image.js';
import {instructionLine} from '../image/instruction.js';
import {findCopies} from '../tree/duplicates.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import {findPackages} from '../tree/packages.js';
import {findWaste} from '../tree/waste.js';
import type {AuditDemands, AuditInput} from './audit-input.js';
import {SystemFiles} from './system-files.js';

/** What was found out before, of the same image. */
export type KnownFindings = Partial<Pick<AuditInput, 'wastes' | 'duplicates' | 'packages'>>;

/**
Finds out what rules look at. All layers must be overlaid, with the facts of the taps `file-facts` and `package-files`, and contents be proven.

@param base The last layer of the base image; 0 where it is not known.
*/
export function * gatherInput(image: Image, overlay: Overlay, contents: Contents, base: LayerNumber, demands: AuditDemands, known: KnownFindings = {}): Generator<void, AuditInput> {
	const {store} = overlay;
	const worked = new Map<unknown, unknown>();
	// Rules ask for the fact of one content after another, and most have none.
	const facts = new Map<EntryId, FileFact>();
	for (const {layer, index, fact} of contents.facts<FileFact>('file-facts')) {
		facts.set(store.base(layer) + index, fact);
	}

	const input: AuditInput = {
		image,
		overlay,
		contents,
		base,
		wastes: known.wastes ?? (yield * findWaste(overlay, image, contents, base)),
		duplicates: known.duplicates ?? (yield * findCopies(overlay, contents, {})),
		packages: known.packages ?? (yield * findPackages(overlay, contents)),
		files: new SystemFiles(overlay),
		demands,
		factOf: content => facts.get(content),
		* facts() {
			for (const [content, fact] of facts) {
				yield {content, layer: store.layerOf(content), fact};
			}
		},
		instructions: image.layers.map(({history}) => maskSecrets(instructionLine(history?.instruction ?? ''))),
		once<Result>(work: (input: AuditInput) => Result): Result {
			if (!worked.has(work)) {
				worked.set(work, work(input));
			}

			return worked.get(work) as Result;
		},
	};
	return input;
}
