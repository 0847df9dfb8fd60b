import {bindingsIn, fieldBindings, type Binding, type Place} from '../key-bindings.js';
import {keySign} from '../parts/key-sign.js';
import {safeText} from '../../format/safe-text.js';
import {cutEnd} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import type {Field} from '../state.js';
import type {Theme} from '../theme.js';

type Hint = {keys: string; label: string};

/** The hints of a place, as many as there is room for; help and quit always. `before`: what is said in front of them. */
export function hintLine({place, isOfUse = () => true, hintOf = ({hint, hints}) => hints?.[place] ?? hint, back, before, columns, theme}: {
	place: Place;
	/** Whether a key would do something now. */
	isOfUse?: (binding: Binding) => boolean;
	/** What a key does now, in a word. */
	hintOf?: (binding: Binding) => string | undefined;
	/** What Esc does now, in a word. */
	back: string | undefined;
	before: string;
	columns: number;
	theme: Theme;
}): string {
	const {paint, symbols} = theme;
	// Two ways out need one hint.
	const all = bindingsIn(place).flatMap((binding): Hint[] => {
		const label = binding.action.type === 'back' ? back : hintOf(binding);
		return label === undefined || !isOfUse(binding) ? [] : [{keys: keySign(binding.keys[0], symbols), label}];
	}).filter(({label}, index, hints) => label !== 'quit' || hints.findIndex(hint => hint.label === label) === index);
	// How to get help and how to get out come first of all, and stand last.
	const kept = new Set(all.filter(({label}) => label === 'help' || label === 'quit' || label === back));
	const most = Math.max(0, Math.min(Math.floor(columns / 2), columns - 5 - width([...kept])));
	const said = before === '' ? '' : `${cutEnd(safeText(before), most, symbols.ellipsis)}   `;
	const room = columns - 2 - textWidth(said);
	for (const hint of all) {
		if (width([...kept, hint]) <= room) {
			kept.add(hint);
		} else if (!kept.has(hint)) {
			break;
		}
	}

	return ` ${paint.match(said.trimEnd())}${said === '' ? '' : ' '.repeat(3)}${draw(all.filter(hint => kept.has(hint)), theme)}`;
}

/** The hints of a text field, in at most `columns`. */
export function fieldHints(kind: Field['kind'], columns: number, theme: Theme): string {
	const hints = fieldBindings.flatMap((binding): Hint[] => {
		const label = binding.hints?.[kind] ?? binding.hint;
		return label === undefined || binding.only?.includes(kind) === false ? [] : [{keys: keySign(binding.keys[0], theme.symbols), label}];
	});
	// What has the screen for itself has the line too, and tells as much as there is room for.
	const least = kind === 'find' || kind === 'copy' || kind === 'start' ? 1 : hints.length;
	while (hints.length > least && width(hints) > columns) {
		hints.pop();
	}

	return width(hints) <= columns ? draw(hints, theme) : '';
}

function draw(hints: readonly Hint[], {paint}: Theme): string {
	return hints.map(({keys, label}) => `${paint.strong(keys)} ${paint.faint(label)}`).join('  ');
}

function width(hints: readonly Hint[]): number {
	return hints.reduce((sum, {keys, label}) => sum + textWidth(keys) + 1 + textWidth(label) + 2, -2);
}
