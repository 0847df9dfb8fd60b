import {LineWriter} from './lines.js';
import {maximumPackages, tooManyPackages, type ListedPackage, type PackageFact} from './package-fact.js';
import {readRpmHeader} from './rpm-header.js';
import {readSqliteTable} from './sqlite-table.js';

/** The packages of `rpmdb.sqlite`: a row of the table Packages has a number and a header. What was read before it breaks is kept. */
export function parseRpmDatabase(bytes: Uint8Array): PackageFact {
	const packages: ListedPackage[] = [];
	const paths = new LineWriter();
	try {
		for (const row of readSqliteTable(bytes, 'Packages')) {
			if (packages.length >= maximumPackages) {
				throw new Error(tooManyPackages);
			}

			const header = row[1];
			if (header instanceof Uint8Array) {
				const listed = readRpmHeader(header, paths);
				if (listed.name !== '') {
					packages.push(listed);
				}
			}
		}
	} catch (error) {
		return {form: 'packages', packages, problem: (error as Error).message};
	}

	return {form: 'packages', packages};
}
