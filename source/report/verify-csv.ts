import {csvLine} from './csv.js';
import type {Verify} from './verify.js';

const header = ['kind', 'layer', 'blob', 'media_type', 'claim', 'claimed', 'found', 'holds', 'problem'] as const;

/** A row for each claim, and one for each blob that could not be read. */
export function * verifyCsv({blobs}: Verify): Generator<string> {
	yield csvLine(header);
	for (const {kind, layer, blob, mediaType, checks, problem} of blobs) {
		const start = [kind, layer === null ? '' : String(layer), blob, mediaType];
		for (const {claim, claimed, found, holds} of checks) {
			yield csvLine([...start, claim === 'diffId' ? 'diff_id' : (claim === 'mediaType' ? 'media_type' : claim), claimed, found, String(holds), '']);
		}

		if (problem !== null) {
			yield csvLine([...start, '', '', '', '', problem]);
		}
	}
}
