import {lineRule} from '../command-rule.js';

/** The instruction MAINTAINER. */
export const maintainer = lineRule({
	id: 'maintainer',
	title: 'MAINTAINER',
	counterparts: ['DL4000'],
	detects: 'The instruction MAINTAINER, which builders have called deprecated since 2017: it sets a field that few tools read.',
	remedy: 'Write a label.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL4000'],
}, ({keyword, rest}) => keyword === 'MAINTAINER'
	? {
		message: `MAINTAINER ${rest} is deprecated.`,
		remedy: `Write \`LABEL org.opencontainers.image.authors="${rest.replaceAll('"', String.raw`\"`)}"\` instead.`,
	}
	: undefined);
