import type {Key} from 'ink';

const segmenter = new Intl.Segmenter();

const named: ReadonlyArray<readonly [keyof Key, string]> = [
	['upArrow', 'up'], ['downArrow', 'down'], ['leftArrow', 'left'], ['rightArrow', 'right'],
	['pageUp', 'pageup'], ['pageDown', 'pagedown'], ['home', 'home'], ['end', 'end'],
	['return', 'enter'], ['escape', 'escape'], ['backspace', 'backspace'], ['delete', 'delete'],
];

/**
The keys in one input of Ink's `useInput`, by the names that bindings use.

Under load keys arrive in batches (`"jjj\r"` as one input), so an input is walked grapheme by grapheme.
*/
export function keyNames(input: string, key: Key): string[] {
	if (key.tab) {
		return [key.shift ? 'shift-tab' : 'tab'];
	}

	const name = named.find(([flag]) => key[flag]);
	if (name) {
		return [name[1]];
	}

	if (key.ctrl && /^[a-z]$/i.test(input)) {
		return [`ctrl-${input.toLowerCase()}`];
	}

	// Alt and a letter is no key of ours, and must not be taken for the letter.
	if (key.meta || input === '') {
		return [];
	}

	return Array.from(segmenter.segment(input), ({segment}) => characterName(segment)).filter(name => name !== '');
}

function characterName(character: string): string {
	const code = character.charCodeAt(0);
	switch (character) {
		case '\r':
		case '\n':
		case '\r\n': {
			return 'enter';
		}

		case '\t': {
			return 'tab';
		}

		case ' ': {
			return 'space';
		}

		case '\u001B': {
			return 'escape';
		}

		case '\u007F':
		case '\b': {
			return 'backspace';
		}

		default: {
			if (code >= 0x20) {
				return code >= 0x80 && code < 0xA0 ? '' : character;
			}

			return code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 0x60)}` : '';
		}
	}
}
