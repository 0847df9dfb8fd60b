import type {FileFinder} from './file-fact.js';
import {findArchive} from './find-archive.js';
import {findElf} from './find-elf.js';
import {findFfmpeg} from './find-ffmpeg.js';
import {findFileSecrets} from './find-file-secrets.js';
import {findInterpreter} from './find-interpreter.js';
import {findText} from './find-text.js';

/** All that an audit finds out of files, one line each. */
export const fileFinders: readonly FileFinder[] = [
	findArchive,
	findElf,
	findFfmpeg,
	findInterpreter,
	findText,
	findFileSecrets,
];
