import {cacheFindings} from '../cache-findings.js';
import type {Rule} from '../rule.js';

/** What package managers of languages left in their caches. */
export const languageCache: Rule = {
	id: 'language-cache',
	title: 'Caches of languages\' package managers',
	group: 'leftovers',
	severity: 'warning',
	counterparts: ['DL3042', 'DL3060'],
	detects: 'Caches of pip, uv, Poetry, conda, npm, Yarn, pnpm, Go, Cargo, Maven, Gradle, Composer, RubyGems, NuGet, Hugging Face and Bazel in the finished file system: in root\'s home, in every home that `/etc/passwd` names, and where official images have them. What is installed lies elsewhere; of Hugging Face it is not certain, for programs load models from its cache.',
	remedy: 'Remove them at the end of the RUN that fills them, let that RUN not keep them (`pip install --no-cache-dir`), or give it a cache mount.',
	references: ['https://docs.docker.com/build/cache/optimize/#use-cache-mounts'],
	find: input => cacheFindings(input, 'language'),
};
