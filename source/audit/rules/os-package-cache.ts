import {cacheFindings} from '../cache-findings.js';
import type {Rule} from '../rule.js';

/** What package managers of the system left in their caches. */
export const osPackageCache: Rule = {
	id: 'os-package-cache',
	title: 'Caches of the system\'s package manager',
	group: 'leftovers',
	severity: 'warning',
	counterparts: ['DL3009', 'DL3019', 'DL3032', 'DL3036', 'DL3040', 'DKL-DI-0005'],
	detects: 'Lists of packages and downloaded packages of apt, apk, dnf, yum, zypper and pacman in the finished file system. The package manager fetches them anew whenever it wants them, and a program never reads them. Those that a later layer removed are waste, and told by the rules of waste.',
	remedy: 'Remove them at the end of the RUN that makes them, for a later layer can only hide them; or give that RUN a cache mount.',
	references: ['https://docs.docker.com/build/building/best-practices/#apt-get', 'https://docs.docker.com/build/cache/optimize/#use-cache-mounts'],
	find: input => cacheFindings(input, 'system'),
};
