import {countOf} from '../format/count.js';
import type {Packages, ReportedPackage} from './packages.js';

/** What is said of a package that was removed; empty for one that is there. */
export function removalNote({removedIn, wastedLayers, bytes}: ReportedPackage): string {
	if (removedIn === null) {
		return '';
	}

	const where = wastedLayers.length === 0 ? '' : `: layer${wastedLayers.length === 1 ? '' : 's'} ${wastedLayers.join(', ')}`;
	return `removed by layer ${removedIn}; ${bytes > 0 ? 'some of its files are' : 'its bytes are still there'}${bytes > 0 ? ' still shown' : where}`;
}

/** The line for packages that are not named, and for what nobody owns. */
export function restNotes({others, unowned}: Packages): Array<{bytes: number; wasted: number; note: string}> {
	return [
		...(others.packages > 0 ? [{...others, note: countOf(others.packages, 'more package')}] : []),
		{...unowned, note: `unowned: ${countOf(unowned.files, 'file')} that no package owns`},
	];
}
