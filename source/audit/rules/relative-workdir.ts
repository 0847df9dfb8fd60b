import {lineRule} from '../command-rule.js';

/** WORKDIR that hangs on the one before. */
export const relativeWorkdir = lineRule({
	id: 'relative-workdir',
	title: 'Relative WORKDIR',
	counterparts: ['DL3000'],
	detects: 'A WORKDIR that is no absolute path: it hangs on the WORKDIR before it, and on that of the base image. Most builders write the absolute path into the history; so it is seen only of others.',
	remedy: 'Write the whole path.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3000'],
}, ({keyword, rest}, {image}) => keyword === 'WORKDIR' && !/^["']?(?:[$/\\]|[a-z]:)/i.test(rest) && rest !== ''
	? {
		message: `WORKDIR ${rest} hangs on the WORKDIR before it.`,
		remedy: `Write the whole path, such as \`WORKDIR ${image.config.workingDir.startsWith('/') && image.config.workingDir.endsWith(`/${rest}`) ? image.config.workingDir : `/${rest}`}\`.`,
	}
	: undefined);
