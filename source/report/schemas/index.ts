import type {schemaNames} from '../../options.js';
import {auditSchema} from './audit-schema.js';
import {cacheSchema} from './cache-schema.js';
import {configSchema} from './config-schema.js';
import type {SchemaDocument} from './document.js';
import {diffSchema} from './diff-schema.js';
import {duSchema} from './du-schema.js';
import {filesSchema} from './files-schema.js';
import {findSchema} from './find-schema.js';
import {grepSchema} from './grep-schema.js';
import {historySchema} from './history-schema.js';
import {imagesSchema} from './images-schema.js';
import {packagesSchema} from './packages-schema.js';
import {policySchema} from './policy-schema.js';
import {rulesSchema} from './rules-schema.js';
import {summarySchema} from './summary-schema.js';
import {verifySchema} from './verify-schema.js';
import {wasteSchema} from './waste-schema.js';

/** The schemas of all outputs, by the names that `freedive schema` takes. */
export const schemas: Readonly<Record<(typeof schemaNames)[number], SchemaDocument>> = {
	summary: summarySchema,
	audit: auditSchema,
	rules: rulesSchema,
	files: filesSchema,
	du: duSchema,
	find: findSchema,
	grep: grepSchema,
	waste: wasteSchema,
	packages: packagesSchema,
	policy: policySchema,
	config: configSchema,
	history: historySchema,
	diff: diffSchema,
	images: imagesSchema,
	verify: verifySchema,
	cache: cacheSchema,
};
