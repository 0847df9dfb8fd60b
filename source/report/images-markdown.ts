import {formatBytes} from '../format/bytes.js';
import {holdersText, numbersText, totalSentence} from './images-words.js';
import type {Images} from './images.js';
import {markdownCode} from './markdown-code.js';
import {markdownText} from './markdown-text.js';
import type {TextOptions} from './text-options.js';

/** Several images as tables in Markdown. */
export function imagesMarkdown(listed: Images, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const {images, shared, failures} = listed;
	const size = bytes ? String : formatBytes;
	return [
		`## ${totalSentence(listed, size)}`,
		'',
		'| # | image | layers | size | final | wasted | shared | own | stored |',
		'| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
		...images.map(({image, reference, tag, layers, size: all, finalSize, wasted, shared, own, storedSize}) =>
			`| ${[image, [reference, ...(tag === null || tag === reference ? [] : [tag])].map(text => markdownCode(text)).join(' '), layers, ...[all, finalSize, wasted, shared, own, storedSize].map(value => size(value))].join(' | ')} |`),
		'',
		...(shared.length > 0
			? [
				'| size | layer | images | shared layer |',
				'| ---: | ---: | --- | --- |',
				...shared.map(layer => `| ${size(layer.size)} | ${numbersText(layer.images)} | ${holdersText(layer.images)} | ${markdownCode((layer.instruction ?? layer.diffId ?? layer.digest ?? '').replaceAll(/\s+/g, ' '))} |`),
				'',
			]
			: []),
		...failures.map(({reference, message}) => `- ${markdownText(message.includes(reference) ? message : `${reference}: ${message}`)}`),
		...(failures.length > 0 ? [''] : []),
	].join('\n');
}
