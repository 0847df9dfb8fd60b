import {packageKinds, type PackageKind} from '../content/package-fact.js';
import type {ComparedView} from './compare-images.js';
import type {PackageList} from './packages.js';

/** A package whose version differs, or that only one has. */
export type PackageDifference = {
	name: string;
	kind: PackageKind;
	/** Its version; empty where nobody tells, null where it is not there. */
	a: string | null;
	b: string | null;
};

/** One side's packages: all that were found in its image, and what of it is compared. */
export type ComparedPackages = {
	list: PackageList;
	view: ComparedView;
};

/**
Compares packages by kind and name. One that is there in several versions, as those of npm are, is compared as a set of them: what is
left when the same ones are put aside is paired in the order of versions.
*/
export function comparePackages(a: ComparedPackages, b: ComparedPackages): PackageDifference[] {
	const versionsA = versionsOf(a);
	const versionsB = versionsOf(b);
	const differences: PackageDifference[] = [];
	for (const key of new Set([...versionsA.keys(), ...versionsB.keys()])) {
		const kind = key.slice(0, key.indexOf(':')) as PackageKind;
		const name = key.slice(kind.length + 1);
		const [restA, restB] = withoutCommon(versionsA.get(key) ?? [], versionsB.get(key) ?? []);
		for (let index = 0; index < Math.max(restA.length, restB.length); index++) {
			differences.push({name, kind, a: restA[index] ?? null, b: restB[index] ?? null});
		}
	}

	return differences.sort((x, y) => packageKinds.indexOf(x.kind) - packageKinds.indexOf(y.kind) || Number(x.name > y.name) - Number(x.name < y.name));
}

/** Versions in order, by kind and name, of the packages that are there in a view; in that of a layer, those that it brought. */
function versionsOf({list, view}: ComparedPackages): Map<string, string[]> {
	const versions = new Map<string, string[]>();
	for (const {kind, name, version, layer, removedIn} of list.packages) {
		const isThere = 'layer' in view ? layer === view.layer : layer <= view.at && (removedIn === 0 || removedIn > view.at);
		if (isThere) {
			const key = `${kind}:${name}`;
			const known = versions.get(key);
			if (known) {
				known.push(version);
			} else {
				versions.set(key, [version]);
			}
		}
	}

	for (const each of versions.values()) {
		each.sort((x, y) => x.localeCompare(y, 'en', {numeric: true}) || Number(x > y) - Number(x < y));
	}

	return versions;
}

/** Both lists without what stands in both, as often as it does. */
function withoutCommon(a: readonly string[], b: readonly string[]): [a: string[], b: string[]] {
	return [without(a, b), without(b, a)];
}

function without(versions: readonly string[], others: readonly string[]): string[] {
	const counts = new Map<string, number>();
	for (const version of others) {
		counts.set(version, (counts.get(version) ?? 0) + 1);
	}

	return versions.filter(version => {
		const count = counts.get(version) ?? 0;
		counts.set(version, count - 1);
		return count <= 0;
	});
}
