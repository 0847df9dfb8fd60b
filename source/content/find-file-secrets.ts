import type {FileFact, FileFinder} from './file-fact.js';
import type {Reading} from './reading.js';
import {findSecrets, hasUtf16Mark, isBinary, largestScan} from './secrets/find-secrets.js';
import type {SecretFacts} from './secrets/found-secret.js';
import {isKeystoreStart} from './secrets/keystores.js';

/** Looks for secrets in the start of texts and in keystores; pictures, programs and archives are told by their first bytes and not read. */
export const findFileSecrets: FileFinder = {
	limit: largestScan,
	takesLarger: true,
	find({path, size, head}) {
		if (isBinary(head) && !hasUtf16Mark(head) && !(size <= largestScan && isKeystoreStart(head))) {
			return undefined;
		}

		// Most files are small, and hold nothing: they are not read anew.
		const isWhole = head.length === size;
		const secrets = isWhole ? findSecrets(path, head) : undefined;
		return isWhole && !secrets ? undefined : read(path, size, secrets);
	},
};

function * read(path: string, size: number, known: SecretFacts | undefined): Reading<Partial<FileFact> | undefined> {
	// What it is given holds until it asks again, so nothing is copied.
	const secrets = known ?? findSecrets(path, yield {at: 0, length: Math.min(size, largestScan)});
	return secrets && {secrets};
}
