import {commandRule} from '../command-rule.js';
import {commandText, instead} from '../command-text.js';
import {operandsOf} from '../command-options.js';

function letsAllWrite(mode: string): boolean {
	if (/^[0-7]{3,5}$/.test(mode)) {
		const bits = Number.parseInt(mode, 8);
		return (bits & 0o1002) === 0o0002;
	}

	return mode.split(',').some(part => /^[gu]*[ao][agou]*[+=][Xrtwx]*w/.test(part)) && !mode.includes('t');
}

/** Modes that let everybody write. */
export const chmodAll = commandRule({
	id: 'chmod-all',
	title: 'chmod that lets everybody write',
	counterparts: ['CIS-DI-0008'],
	detects: '`chmod 777`, `666`, `a+w`, `o+w` and their like: any program in the container, of whatever user, may change the file. A folder with the sticky bit (`1777`) is left alone.',
	remedy: 'Give the file to the user that needs it (`COPY --chown`, `chown`), with a mode of 755 or 644.',
	references: [],
}, command => {
	const [mode] = command.name === 'chmod' ? operandsOf(command) : [];
	return mode && letsAllWrite(mode.text)
		? {
			message: `\`${commandText(command)}\` lets every user of the container write there.`,
			remedy: `Give it to the user that needs it, and write \`${commandText(command, [instead(mode, /x|7$/.test(mode.text) ? '755' : '644')])}\`.`,
		}
		: undefined;
});
