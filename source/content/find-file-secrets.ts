import type {FileFinder} from './file-fact.js';
import {readBytes} from './reading.js';
import {findSecrets, isBinary, largestScan} from './secrets/find-secrets.js';
import {isKeystoreStart} from './secrets/keystores.js';

/** Looks for secrets in text and in keystores; pictures, programs and archives are told by their start and not read. */
export const findFileSecrets: FileFinder = {
	limit: largestScan,
	find({path, size, head}) {
		if (isBinary(head) && !isKeystoreStart(head)) {
			return undefined;
		}

		return (function * () {
			const secrets = findSecrets(path, yield * readBytes(0, size));
			return secrets && {secrets};
		})();
	},
};
