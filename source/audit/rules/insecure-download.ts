import {lineRule} from '../command-rule.js';
import {commandText} from '../command-text.js';
import {readCopied} from '../../image/dockerfile-line.js';

/** An address that is not the machine's own. */
const plain = /^(?:http|ftp):\/\/(?!localhost\b|127\.|\[::1\])/i;
const fetchers = new Set(['curl', 'wget', 'git', 'aria2c']);

function told(what: string, address: string): {message: string; remedy: string} {
	return {
		message: `\`${what}\` trusts whoever is on the way.`,
		remedy: `Write \`${address.replace(/^(?:http|ftp)/i, 'https')}\`, or hold what comes against a digest.`,
	};
}

/** Downloads over a connection that nobody secures. */
export const insecureDownload = lineRule({
	id: 'insecure-download',
	title: 'Downloads over http',
	counterparts: ['CIS-DI-0011'],
	detects: 'curl, wget, git clone or ADD of an `http://` or `ftp://` address: whoever is on the way can put something else in its place. Quiet where the same RUN checks a digest or a signature, and for the machine itself.',
	remedy: 'Write `https://`, or check a digest.',
	references: [],
}, line => {
	const {commands} = line;
	const copied = line.keyword === 'ADD' ? readCopied(line)?.sources.find(source => plain.test(source)) : undefined;
	if (copied !== undefined) {
		return line.flags.some(([name]) => name === 'checksum') ? undefined : told(`ADD ${copied}`, copied);
	}

	if (commands.some(({name, words}) => /^(?:gpgv?|minisign|cosign)$/.test(name) || (/^(?:sha\d+sum|md5sum|shasum|b2sum)$/.test(name) && words.some(({text}) => /^-\w*c|^--check/.test(text))))) {
		return undefined;
	}

	for (const command of commands) {
		const address = fetchers.has(command.name) ? command.words.find(({text}) => plain.test(text)) : undefined;
		if (address) {
			return {...told(commandText(command), address.text), key: address.text};
		}
	}

	return undefined;
});
