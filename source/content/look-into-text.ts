import {countOf} from '../format/count.js';
import {isPem, lookIntoPem} from './certificates.js';
import {decodeText, decodeWhole, encodingNames, type DetectedEncoding} from './decode-text.js';
import {factTable, type Facts} from './facts.js';
import {formatJson} from './format-json.js';
import {formatXml} from './format-xml.js';
import {languages} from './highlight-languages.js';
import {interpreterOf, languageOf} from './language-of.js';
import {svgDimensions} from './picture.js';
import {inSlices, readBytes, type Reading} from './reading.js';

/** A longer text is not formatted: it takes some 100 ms a megabyte. */
const maximumFormatted = 8 << 20;

/** Formatted, a text may grow to this many characters. */
const mostCharacters = 32 << 20;

/** What a text is, in which language and encoding, and JSON and XML in a form for reading. */
export function * lookIntoText(file: {path: string; size: number}, head: Uint8Array, {encoding, start}: DetectedEncoding): Reading<Facts> {
	const {path, size} = file;
	const text = decodeText(head.subarray(start), encoding);
	const language = languageOf(path, text);
	const interpreter = interpreterOf(text);
	const lineEnds = text.includes('\r\n') ? 'CRLF' : undefined;
	const isAscii = encoding === 'utf8' && head.every(byte => byte < 0x80);
	const facts: Facts = {
		kind: 'text',
		title: [
			language === undefined ? 'text' : languages[language].name,
			...(isAscii ? [] : [encodingNames[encoding]]),
			...(lineEnds === undefined ? [] : [`${lineEnds} line ends`]),
			...(interpreter === undefined ? [] : [`run by ${interpreter.path}`]),
		].join(', '),
		tables: [],
		encoding,
		...(language !== undefined && {language}),
		warnings: [],
	};
	if (isPem(text)) {
		const {kind, title, tables, warnings} = yield * lookIntoPem(size);
		return {...facts, kind, title, tables, warnings};
	}

	const isJson = language === 'json';
	if (!isJson && !(language === 'xml' && /^\s*<(?:\?xml|svg)/.test(text))) {
		return facts;
	}

	const svg = isJson ? undefined : svgDimensions(text);
	const told: Facts = {
		...facts,
		kind: isJson ? 'json' : (svg === undefined ? 'xml' : 'picture'),
		...(svg !== undefined && {title: ['SVG picture', svg].filter(part => part !== '').join(', '), tables: [factTable('Picture', [['format', 'SVG'], ['dimensions', svg]])]}),
	};
	if (size > maximumFormatted) {
		return {...told, warnings: ['it is too large to be formatted']};
	}

	const whole = decodeWhole(yield * readBytes(0, size));
	return isJson ? yield * withJson(told, whole) : yield * withXml(told, whole);
}

function * withJson(facts: Facts, text: string): Reading<Facts> {
	const {formatted, problem, isCutOff} = yield * inSlices(formatJson(text, mostCharacters));
	return {
		...facts,
		formatted,
		warnings: [
			...(problem ? [`it is no JSON from line ${problem.line}, column ${problem.column} on: ${problem.message}`] : []),
			...(isCutOff ? [`it is formatted up to ${countOf(mostCharacters, 'character')}`] : []),
		],
	};
}

function * withXml(facts: Facts, text: string): Reading<Facts> {
	const {formatted, problem, isCutOff} = yield * inSlices(formatXml(text, mostCharacters));
	return {
		...facts,
		formatted,
		warnings: [
			...(problem === undefined ? [] : [`it is not well-formed: ${problem}`]),
			...(isCutOff ? [`it is formatted up to ${countOf(mostCharacters, 'character')}`] : []),
		],
	};
}
