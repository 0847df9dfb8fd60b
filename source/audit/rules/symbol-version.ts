import {affectedConfidence, whoFails} from '../linkage/affected-words.js';
import type {AffectedVersion} from '../linkage/check-linkage.js';
import {imageLinkage, linkageReport} from '../linkage/image-linkage.js';
import type {Rule} from '../rule.js';

/** Versions of symbols that a library does not have. */
export const symbolVersion: Rule = {
	id: 'symbol-version',
	title: 'Libraries that are too old for a program',
	group: 'runtime',
	severity: 'error',
	counterparts: [],
	detects: 'Versions of symbols, such as GLIBC_2.38, that a program asks for (DT_VERNEED) and the library that would be loaded does not define (DT_VERDEF): glibc\'s loader refuses to start it ("version `GLIBC_2.38\' not found"). Weak ones are passed over, and programs of musl, whose loader does not ask.',
	remedy: 'Build the program on a system that is no newer than the image\'s, or take a newer base image.',
	references: ['https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html'],
	* find(input) {
		const report = yield * linkageReport(input);
		const {isWhole} = imageLinkage(input);
		const {overlay: {store}, files} = input;
		const groups = new Map<string, AffectedVersion[]>();
		for (const missing of report.missingVersions) {
			const key = `${missing.by.id} ${missing.provider.id}`;
			groups.set(key, [...groups.get(key) ?? [], missing]);
		}

		for (const group of groups.values()) {
			const [first] = group;
			const {by, provider} = first;
			const versions = group.map(({version}) => version).sort(compareVersions);
			const newest = newestOf(provider.elf?.versionsDefined ?? [], versions.at(-1)!);
			const fails = first.programCount > 0 ? `${whoFails(first, by)} can't start` : `${whoFails(first, by)} can't be loaded`;
			yield {
				layer: store.layerOf(by.id),
				path: files.find(by.path)?.path,
				confidence: affectedConfidence(first, isWhole),
				key: `${provider.path} ${versions.join(' ')}`,
				message: `${by.path} needs ${versions.length > 3 ? `${versions.length} versions up to ${versions.at(-1)!}` : versions.join(', ')} of ${provider.path}, which ${newest === undefined ? 'does not have it' : `goes up to ${newest}`}: ${fails}.`,
				remedy: by.path.startsWith('/usr/lib/') || by.path.startsWith('/lib/')
					? 'Take it and the library from the same release of the distribution.'
					: 'Build it on a system that is no newer than this image\'s, or take a newer base image.',
			};
			yield;
		}
	},
};

/** By the numbers in them: 2.4 before 2.38. */
function compareVersions(a: string, b: string): number {
	return a.localeCompare(b, 'en', {numeric: true});
}

/** The newest version of the same family, such as GLIBC. */
function newestOf(defined: readonly string[], like: string): string | undefined {
	const [family] = like.split('_', 1);
	return defined.filter(version => version.startsWith(`${family}_`) && /_\d/.test(version)).sort(compareVersions).at(-1);
}
