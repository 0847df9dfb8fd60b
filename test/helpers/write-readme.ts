/**
Writes into readme.md what it takes from the program, its tables and what its examples print, and the page of rules. Run it by `npm run readme`.
*/
import fs from 'node:fs';
import {rules} from '../../source/audit/rules/index.js';
import {rulesMarkdown} from '../../source/report/rules-markdown.js';
import {freshReadme} from './readme-parts.js';

const readme = new URL('../../readme.md', import.meta.url);
fs.writeFileSync(readme, await freshReadme(fs.readFileSync(readme, 'utf8')));
fs.writeFileSync(new URL('../../source/audit/rules/readme.md', import.meta.url), rulesMarkdown(rules));
