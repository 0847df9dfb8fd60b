import {ImageError} from '../image/image.js';
import {listEngineImages} from '../image/origins/engines/list-engine-images.js';
import type {Options} from '../options.js';
import type {Images} from '../report/images.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';
import {withTimeout} from './with-timeout.js';

/** The images of engines, as they can be opened, and the engines that could not be asked. */
export type LocalImages = {references: string[]; failures: Images['failures']};

/**
All images that the engines have which are installed, for `--all-local`: each once, by its first name, the newest first. What an engine
says instead of a list is told on standard error.

@throws {UsageError} Where the command line asks for something else too.
@throws {ImageError} Where there is none.
@throws {Interruption} If the user or the time said so.
*/
export async function localImages(options: Options, outside: Outside): Promise<LocalImages> {
	const {operands, open, base, verify, ci, json} = options;
	const other = operands.length > 0
		? 'IMAGE: it lists all that engines have'
		: ([['--open', open], ['--base', base], ['--verify', verify], ['--ci', ci], ['--json', json]] as const).find(([, value]) => value !== undefined && value !== false)?.[0];
	if (other !== undefined) {
		throw new UsageError(`--all-local goes without ${other}.`);
	}

	const {signal, stop} = withTimeout(options, outside.signal, () => 'asking engines for their images');
	try {
		const answers = await listEngineImages({programs: outside, signal});
		const seen = new Set<string>();
		const references = answers.flatMap(({images}) => images).flatMap(({engine, id, reference}) => {
			const isNew = !seen.has(`${engine} ${id}`);
			seen.add(`${engine} ${id}`);
			return isNew ? [reference] : [];
		});
		if (references.length === 0) {
			const notes = answers.flatMap(({note}) => note ?? []);
			throw new ImageError(answers.length === 0
				? 'There is no engine to ask for its images: neither docker nor podman nor nerdctl is installed.'
				: (notes.length > 0 ? notes.join(' ') : `${answers.map(({engine}) => engine).join(' and ')} ${answers.length === 1 ? 'has' : 'have'} no image.`));
		}

		const failures: LocalImages['failures'] = [];
		for (const {engine, images, note} of answers) {
			if (note !== undefined) {
				log(outside, {level: images.length > 0 ? 'warning' : 'error', message: note});
			}

			if (note !== undefined && images.length === 0) {
				failures.push({reference: `${engine}://`, message: note});
			}
		}

		return {references, failures};
	} finally {
		stop();
	}
}
