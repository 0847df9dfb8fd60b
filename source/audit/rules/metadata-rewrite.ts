import {wasteRule} from '../waste-rule.js';

/** Files stored again for another owner, mode or time. */
export const metadataRewrite = wasteRule({
	id: 'metadata-rewrite',
	title: 'Files stored again for another owner, mode or time',
	counterparts: [],
	detects: 'A layer stores files again whose bytes lie in a lower one already, because their owner, mode or time was changed: `chown -R`, `chmod -R`, `touch`. A layer has no smaller piece than a file.',
	remedy: 'Write `COPY --chown` or `COPY --chmod`, or change them in the RUN that makes the files.',
	references: ['https://docs.docker.com/build/building/best-practices/'],
});
