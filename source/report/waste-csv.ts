import {csvLine} from './csv.js';
import type {WasteReport} from './waste.js';

/** A row a waste, worst first. */
export function wasteCsv({wastes}: WasteReport): string {
	return csvLine(['id', 'cause', 'bytes', 'files', 'size_after', 'pull_savings', 'path', 'open', 'layers', 'hidden_by', 'what', 'remedy'])
		+ wastes.map(({id, cause, bytes, files, sizeAfter, pullSavings, path, open, layers, hiddenBy, what, remedy}) =>
			csvLine([id, cause, bytes, files, sizeAfter, pullSavings, path, open, layers.join(' '), hiddenBy.join(' '), what, remedy])).join('');
}
