import type {ShellCommand} from '../content/shell/shell-command.js';
import {formatBytes} from '../format/bytes.js';
import {sentence} from '../format/sentence.js';
import {packageCaches} from '../tree/package-caches.js';
import {mergeUsersOfLists, usersOfLists} from '../tree/waste-words.js';
import {cachesByLayer} from './caches-by-layer.js';
import {commandRule, type About} from './command-rule.js';
import {commandText} from './command-text.js';
import type {Rule} from './rule.js';

/** Less than this is not worth a word, in bytes: a manager's lock or list of one file. */
const smallest = 4096;

/**
A rule about a command whose cache stays in the layer that it makes. A Dockerfile alone does not tell that, for a cache mount, or a
setting of the base image, may keep it out; the layer does.

@param id The cache's in `packageCaches`.
@param isUser Whether a command fills the cache.
@param remedy What to write instead, as a sentence.
*/
export function cacheRule(about: About, id: string, isUser: (command: ShellCommand) => boolean, remedy: (command: ShellCommand, cleanup: string) => string): Rule {
	const cache = packageCaches.find(cache => cache.id === id)!;
	const {name, cleanup} = cache;
	return commandRule(about, (command, {layer}, input) => {
		const stored = layer !== undefined && isUser(command) ? input.once(cachesByLayer)(layer, id) : undefined;
		const users = layer === undefined || id !== 'apt-lists' ? [] : usersOfLists({layers: [layer], hiddenBy: [input.overlay.layerCount + 1]}, input.instructions).filter(user => user !== layer);
		return stored && stored.bytes >= smallest
			? {
				bytes: stored.bytes,
				contents: stored.contents,
				message: `\`${commandText(command)}\` leaves ${name} in its layer (${formatBytes(stored.bytes)}).`,
				// Without the lists a later apt-get install would find nothing.
				remedy: users.length > 0 ? sentence(mergeUsersOfLists([layer!, ...users], cache)) : remedy(command, cleanup),
			}
			: undefined;
	});
}
