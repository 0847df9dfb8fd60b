import {readCopied} from '../../image/dockerfile-line.js';
import {lineRule} from '../command-rule.js';

/** ADD of an address. */
export const urlAdd = lineRule({
	id: 'add-url',
	title: 'ADD of an address',
	counterparts: ['DL3020', 'CIS-DI-0009'],
	detects: 'ADD of a URL without `--checksum`: nobody checks what comes, an archive stays packed, and what is unpacked from it later is stored beside it.',
	remedy: 'Write `ADD --checksum=sha256:…`, or download, check, unpack and remove in one RUN.',
	references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
}, line => {
	const source = line.keyword === 'ADD' ? readCopied(line)?.sources.find(text => /^(?:https?|ftp):\/\//i.test(text)) : undefined;
	return source !== undefined && line.flags.every(([name]) => name !== 'checksum')
		? {
			message: `ADD brings ${source} without a check of what it is.`,
			remedy: `Write \`ADD --checksum=sha256:DIGEST ${source} ${readCopied(line)!.destination}\`; what is to be unpacked, download, check, unpack and remove in one RUN.`,
		}
		: undefined;
});
