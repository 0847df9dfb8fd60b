import {createHash} from 'node:crypto';
import {formatBytes} from '../format/bytes.js';
import {sentence} from '../format/sentence.js';
import {countsBySeverity, verdictReason} from './audit-words.js';
import type {AuditParts} from './audit.js';
import {distinctNames} from './distinct-names.js';
import type {Room} from './html/finding-section.js';
import {htmlCode, htmlText} from './html/html-text.js';
import {imageSection} from './html/image-section.js';
import {pageScript} from './html/page-script.js';
import {pageStyle} from './html/page-style.js';
import type {TextOptions} from './text-options.js';
import {verdictOf, verdictOfAll} from './verdict.js';

/** A page is below a megabyte: what is around the images has room in what is left. */
const mostBytes = 880_000;

/** Findings of one of several images have at least so much. */
const leastRoom = 50_000;

/** Rows of the table of images, and characters of what is told in them. */
const mostImages = 300;
const longestCell = 100;

/** An audit as one page that needs nothing beside it: no script to be read, no network, and the policy of its own says so. */
export function auditHtml(parts: AuditParts, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const {report: {images, failures}, figures, version} = parts;
	const size = bytes ? String : formatBytes;
	const names = distinctNames([...images.map(({image}) => image.reference), ...failures.map(({image}) => image)]);
	const verdict = verdictOfAll(images, failures);
	const single = images.length === 1 && failures.length === 0;
	const table = (told: number) => single ? '' : verdictTable(parts, names, told, size);
	const room: Room = {left: mostBytes - Buffer.byteLength(table(images.length))};
	const sections: string[] = [];
	for (const [index, audited] of images.entries()) {
		// Of what is left each has its share, so that the first does not take all.
		const own: Room = {left: Math.max(leastRoom, room.left / Math.sqrt(images.length - index))};
		const text = imageSection(audited, figures[index], parts, {id: `image-${index + 1}`, level: single ? 2 : 3, title: names[index], size, room: own});
		if (Buffer.byteLength(text) > room.left) {
			break;
		}

		room.left -= Buffer.byteLength(text);
		sections.push(text);
	}

	const subject = names.length === 1 ? names[0] : `${names.length} images`;
	return [
		'<!DOCTYPE html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(pageStyle)}'; script-src '${digest(pageScript)}'; base-uri 'none'; form-action 'none'">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="referrer" content="no-referrer">',
		`<title>${verdict}: ${htmlText(subject)} – freedive audit</title>`,
		`<style>${pageStyle}</style>`,
		'</head>',
		'<body>',
		'<a class="skip" href="#content">Skip to the content</a>',
		// Hatching, which every map uses.
		'<svg width="0" height="0" aria-hidden="true" focusable="false"><defs><pattern id="wasted" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7"/><path d="M0 0V7"/></pattern></defs></svg>',
		'<div class="page">',
		'<header class="top">',
		'<p class="brand">freedive audit</p>',
		single ? navigation(sections[0] ?? '') : `<h1><span class="verdict ${verdict === 'PASS' ? 'pass' : 'fail'}">${verdict}</span> ${htmlText(subject)}</h1>`,
		'</header>',
		'<main id="content">',
		table(sections.length),
		...sections,
		'</main>',
		`<footer><p>Written by freedive ${htmlText(version)}. Nothing of the image was run.</p></footer>`,
		'</div>',
		`<script>${pageScript}</script>`,
		'</body>',
		'</html>',
		'',
	].join('\n');
}

/** Links to what the one image's part has. */
function navigation(section: string): string {
	const links = Array.from(section.matchAll(/<h2 class="card-title" id="([\w-]+)">([\w ]+)<\/h2>/g), ([, id, title]) => `<li><a href="#${id}">${title}</a></li>`);
	return `<nav aria-label="On this page"><ul>${links.join('')}</ul></nav>`;
}

function verdictTable({report: {images, failures, warnings}}: AuditParts, names: readonly string[], told: number, size: (bytes: number) => string): string {
	const rows = [
		...images.map((audited, index) => {
			const {passed, image, findings} = audited;
			const name = htmlCode(names[index], longestCell);
			return [
				`<span class="verdict ${passed ? 'pass' : 'fail'}">${verdictOf(audited)}</span>`,
				index < told ? `<a href="#image-${index + 1}">${name}</a>` : name,
				size(image.size),
				`${htmlText(sentence(verdictReason(audited, warnings)))} ${htmlText(sentence(countsBySeverity(findings.filter(({state}) => state === 'new'))))}`,
			];
		}),
		...failures.map(({image, message}) => ['<span class="verdict fail">not audited</span>', htmlCode(image, longestCell), '', htmlText(message, longestCell)]),
	];
	const rest = rows.length - mostImages;
	return [
		'<section class="card"><h2 class="card-title" id="images">Images</h2>',
		'<div class="scroll" tabindex="0" role="group" aria-label="Verdicts"><table><caption>Each image and its verdict</caption>',
		'<thead><tr><th scope="col">Verdict</th><th scope="col">Image</th><th scope="col" class="number">Size</th><th scope="col">Why</th></tr></thead><tbody>',
		...rows.slice(0, mostImages).map(([verdict, name, size, why]) => `<tr><td>${verdict}</td><td>${name}</td><td class="number">${size}</td><td class="wide">${why}</td></tr>`),
		'</tbody></table></div>',
		...(rest > 0 ? [`<p class="soft">And ${rest} more; <code>--format json</code> has all.</p>`] : []),
		...(told < images.length ? ['<p class="soft">There is no room here for the findings of all; <code>--format json</code> has them.</p>'] : []),
		'</section>',
	].join('\n');
}

/** What the page's policy allows: this text alone. */
function digest(text: string): string {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
