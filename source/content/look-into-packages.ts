import {countOf} from '../format/count.js';
import {listTable, type Facts, type FactTable} from './facts.js';
import type {PackageFile} from './package-file.js';
import {readBytes, type Reading} from './reading.js';

/** So many packages are told. */
const maximumRows = 20_000;

/** The packages that a file lists; undefined where it lists none, and says nothing but paths. */
export function * lookIntoPackages(file: PackageFile, path: string, size: number): Reading<{title: string; table?: FactTable; warnings: string[]} | undefined> {
	if (file.role === 'list' || file.role === 'record' || file.role === 'diversions') {
		return undefined;
	}

	const fact = file.read(yield * readBytes(0, Math.min(size, file.limit)), path);
	const warnings = [...(size > file.limit && file.limit > 0 ? ['it is too large for such a database: the rest is left out'] : []), ...(fact.problem === undefined ? [] : [fact.problem])];
	if (fact.form !== 'packages') {
		return {title: `package database of ${file.kind}`, warnings};
	}

	const {packages} = fact;
	const hasArchitecture = packages.some(({architecture}) => architecture !== '');
	return {
		title: file.role === 'database' ? `package database of ${file.kind}, ${countOf(packages.length, 'package')}` : `package of ${file.kind}: ${packages.map(({name, version}) => `${name} ${version}`.trim()).join(', ')}`,
		table: listTable('Packages', ['name', 'version', ...(hasArchitecture ? ['architecture'] : [])], packages.map(({name, version, architecture}) =>
			[name, version, ...(hasArchitecture ? [architecture] : [])]), maximumRows),
		warnings,
	};
}

/** The facts of a file with the packages that it lists. */
export function withPackages(facts: Facts, packages: {title: string; table?: FactTable; warnings: string[]}): Facts {
	return {
		...facts,
		kind: 'package-database',
		title: packages.title,
		tables: [...(packages.table ? [packages.table] : []), ...facts.tables],
		warnings: [...packages.warnings, ...facts.warnings],
	};
}
