/**
Writes into readme.md what it takes from the program: its tables, and what its examples print. Run it by `npm run readme`.
*/
import fs from 'node:fs';
import {freshReadme} from './readme-parts.js';

const readme = new URL('../../readme.md', import.meta.url);
fs.writeFileSync(readme, await freshReadme(fs.readFileSync(readme, 'utf8')));
