import {entryType} from '../../archive/entry-table.js';
import {readCopied} from '../../image/dockerfile-line.js';
import type {LayerNumber} from '../../image/image.js';
import type {AuditInput} from '../audit-input.js';
import {lineRule} from '../command-rule.js';

const archive = /\.(?:tar(?:\.\w+)?|t[bgx]z2?|tzst|tlz)$/i;

/** An archive that was unpacked is more than a file. */
function storesOneFile({overlay: {store}}: AuditInput, layer: LayerNumber): boolean {
	const {type} = store.table(layer);
	return type.reduce((sum, kind) => sum + (kind === entryType.directory ? 0 : 1), 0) === 1;
}

/** ADD of local files. */
export const plainAdd = lineRule({
	id: 'add-instead-of-copy',
	title: 'ADD where COPY is meant',
	counterparts: ['DL3020', 'CIS-DI-0009'],
	detects: 'ADD of files or folders of the build context that are no archives. ADD unpacks whatever looks like an archive and fetches whatever looks like an address; COPY does what it says.',
	remedy: 'Write COPY; keep ADD for archives that are to be unpacked.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3020'],
}, (line, input) => {
	const copied = line.keyword === 'ADD' ? readCopied(line) : undefined;
	const plain = copied?.sources.find(source => !archive.test(source) && !/^[\w+\-.]+:\/\/|^git@|[$*?]/.test(source));
	if (!copied || plain === undefined) {
		return undefined;
	}

	if (copied.isHashed && !plain.startsWith('dir:') && (line.layer === undefined || !storesOneFile(input, line.layer))) {
		return undefined;
	}

	const flags = line.flags.map(([name, value]) => `--${name}${value && `=${value}`} `).join('');
	return {
		// Of a digest nobody can tell whether a folder was meant.
		confidence: copied.isHashed ? 'medium' : 'high',
		message: `ADD brings ${copied.isHashed ? 'files of the build context' : copied.sources.join(' ')} to ${copied.destination}, which COPY does more plainly.`,
		remedy: `Write \`COPY ${flags}${copied.isHashed ? '…' : copied.sources.join(' ')} ${copied.destination}\`.`,
	};
});
