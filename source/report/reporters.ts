import type {Rule} from '../audit/rule.js';
import type {FileColumnName} from '../options.js';
import {auditCsv} from './audit-csv.js';
import {auditGithub} from './audit-github.js';
import {auditHtml} from './audit-html.js';
import {auditJson} from './audit-json.js';
import {auditJunit} from './audit-junit.js';
import {auditMarkdown} from './audit-markdown.js';
import {auditOpenmetrics} from './audit-openmetrics.js';
import {auditSarif} from './audit-sarif.js';
import {auditText} from './audit-text.js';
import type {AuditParts} from './audit.js';
import {cacheCsv} from './cache-csv.js';
import {cacheJson} from './cache-json.js';
import {cacheText} from './cache-text.js';
import type {Cache} from './cache.js';
import {diffCsv} from './diff-csv.js';
import {diffJson} from './diff-json.js';
import {diffMarkdown} from './diff-markdown.js';
import {diffText, type DiffRows} from './diff-text.js';
import type {Diff, DiffChange} from './diff.js';
import {duCsv} from './du-csv.js';
import {duJson} from './du-json.js';
import {duMarkdown} from './du-markdown.js';
import {duText} from './du-text.js';
import type {Du} from './du.js';
import {defaultFileColumns} from './file-columns.js';
import type {FileListing} from './file-row.js';
import {findCsv} from './find-csv.js';
import {findJson} from './find-json.js';
import {findJsonl} from './find-jsonl.js';
import {findText, type FindTextOptions} from './find-text.js';
import type {Find} from './find.js';
import {filesCsv} from './files-csv.js';
import {filesJson} from './files-json.js';
import {filesJsonl} from './files-jsonl.js';
import {filesText} from './files-text.js';
import {grepCsv} from './grep-csv.js';
import {grepJson} from './grep-json.js';
import {grepJsonl} from './grep-jsonl.js';
import {grepText} from './grep-text.js';
import type {Grep} from './grep.js';
import {historyCsv} from './history-csv.js';
import {historyJson} from './history-json.js';
import {historyMarkdown} from './history-markdown.js';
import {historyText} from './history-text.js';
import type {History} from './history.js';
import {imagesCsv} from './images-csv.js';
import {imagesJson} from './images-json.js';
import {imagesMarkdown} from './images-markdown.js';
import {imagesText} from './images-text.js';
import type {Images} from './images.js';
import {packagesCsv} from './packages-csv.js';
import {packagesJson} from './packages-json.js';
import {packagesMarkdown} from './packages-markdown.js';
import {packagesText} from './packages-text.js';
import type {Packages} from './packages.js';
import {rulesJson} from './rules-json.js';
import {rulesMarkdown} from './rules-markdown.js';
import {rulesText} from './rules-text.js';
import {summaryJson} from './summary-json.js';
import {summaryMarkdown} from './summary-markdown.js';
import {summaryText} from './summary-text.js';
import type {Summary} from './summary.js';
import type {TextOptions} from './text-options.js';
import {verifyCsv} from './verify-csv.js';
import {verifyJson} from './verify-json.js';
import {verifyText} from './verify-text.js';
import type {Verify} from './verify.js';
import {wasteCsv} from './waste-csv.js';
import {wasteJson} from './waste-json.js';
import {wasteMarkdown} from './waste-markdown.js';
import {wasteText} from './waste-text.js';
import {limited, type LayerTitles, type WasteReport} from './waste.js';

/** Writes a summary. */
export type SummaryReporter = (summary: Summary, text: TextOptions) => string;

/** Writes rows while they are made. Without `columns` it takes its own. */
export type FilesReporter = (listing: FileListing, columns: readonly FileColumnName[] | undefined, text: TextOptions) => Iterable<string>;

/** Writes what an audit found. */
export type AuditReporter = (parts: AuditParts, text: TextOptions) => Iterable<string>;

/** Writes rules. */
export type RulesReporter = (rules: readonly Rule[], text: TextOptions) => string;

/** Writes sizes of folders. */
export type DuReporter = (du: Du, text: TextOptions) => Iterable<string>;

/** Writes what was found in files while it comes. */
export type GrepReporter = (grep: Grep, text: TextOptions) => AsyncIterable<string>;

/** Writes found paths. */
export type FindReporter = (find: Find, text: TextOptions & FindTextOptions) => Iterable<string>;

/** Writes a history. */
export type HistoryReporter = (history: History, text: TextOptions) => string;

/** Writes the waste; text for people is at most `limit` rows. */
export type WasteReporter = (report: WasteReport, titles: LayerTitles, limit: number | undefined, text: TextOptions) => string;

/** Writes packages. */
export type PackagesReporter = (packages: Packages, text: TextOptions) => Iterable<string>;

/** Writes what several images weigh and share. */
export type ImagesReporter = (images: Images, text: TextOptions) => Iterable<string>;

/** The formats of `summary`. */
export const summaryReporters: Readonly<Record<string, SummaryReporter>> = {
	text: summaryText,
	json: summaryJson,
	markdown: summaryMarkdown,
};

/** The formats of `files`. */
export const filesReporters: Readonly<Record<string, FilesReporter>> = {
	text: filesText,
	csv: (listing, columns = defaultFileColumns) => filesCsv(listing, columns),
	json: (listing, columns = defaultFileColumns) => filesJson(listing, columns),
	jsonl: (listing, columns = defaultFileColumns) => filesJsonl(listing, columns),
};

/** The formats of `audit`. */
export const auditReporters: Readonly<Record<string, AuditReporter>> = {
	text: (parts, text) => [auditText(parts, text)],
	json: ({report}) => [auditJson(report)],
	sarif: parts => [auditSarif(parts)],
	junit: parts => [auditJunit(parts)],
	markdown: (parts, text) => [auditMarkdown(parts, text)],
	github: parts => [auditGithub(parts)],
	csv: auditCsv,
	html: (parts, text) => [auditHtml(parts, text)],
	openmetrics: parts => [auditOpenmetrics(parts)],
	dockerfile: ({sketches}) => sketches,
};

/** The formats of `audit --list-rules`. */
export const rulesReporters: Readonly<Record<string, RulesReporter>> = {
	text: rulesText,
	json: rules => rulesJson(rules),
	markdown: rules => rulesMarkdown(rules),
};

/** Those of `audit` that want `figures`. */
export const figuredFormats: readonly string[] = ['html', 'openmetrics'];

/** Those of `audit` that say nothing of images which gave nothing: of such images alone they would say that nothing was found. */
export const failureBlindFormats: readonly string[] = ['dockerfile'];

/** The one that wants `sketches`. */
export const sketchFormat = 'dockerfile';

/** The formats of `du`. */
export const duReporters: Readonly<Record<string, DuReporter>> = {
	text: (du, text) => [duText(du, text)],
	json: du => [duJson(du)],
	markdown: (du, text) => [duMarkdown(du, text)],
	csv: duCsv,
};

/** The formats of `grep`. */
export const grepReporters: Readonly<Record<string, GrepReporter>> = {
	text: grepText,
	json: grepJson,
	jsonl: grepJsonl,
	csv: grepCsv,
};

/** The formats of `find`. */
export const findReporters: Readonly<Record<string, FindReporter>> = {
	text: findText,
	json: findJson,
	jsonl: findJsonl,
	csv: findCsv,
};

/** The formats of `packages`. */
export const packagesReporters: Readonly<Record<string, PackagesReporter>> = {
	text: (packages, text) => [packagesText(packages, text)],
	json: packages => [packagesJson(packages)],
	markdown: (packages, text) => [packagesMarkdown(packages, text)],
	csv: packagesCsv,
};

/** The formats of several images. */
export const imagesReporters: Readonly<Record<string, ImagesReporter>> = {
	text: (images, text) => [imagesText(images, text)],
	json: images => [imagesJson(images)],
	markdown: (images, text) => [imagesMarkdown(images, text)],
	csv: imagesCsv,
};

/** Writes what was verified. */
export type VerifyReporter = (verify: Verify, text: TextOptions) => Iterable<string>;

/** The formats of `verify`. */
export const verifyReporters: Readonly<Record<string, VerifyReporter>> = {
	text: (verify, text) => [verifyText(verify, text)],
	json: verify => [verifyJson(verify)],
	csv: verifyCsv,
};

/** Writes what is kept; for people, at a time in seconds since 1970. */
export type CacheReporter = (cache: Cache, text: TextOptions, now: number) => Iterable<string>;

/** The formats of `cache`. */
export const cacheReporters: Readonly<Record<string, CacheReporter>> = {
	text: (cache, text, now) => [cacheText(cache, text, now)],
	json: cache => [cacheJson(cache)],
	csv: cacheCsv,
};

/** The formats of `history`. */
export const historyReporters: Readonly<Record<string, HistoryReporter>> = {
	text: historyText,
	json: historyJson,
	markdown: historyMarkdown,
	csv: historyCsv,
};

/** The formats of `waste`. */
export const wasteReporters: Readonly<Record<string, WasteReporter>> = {
	text: wasteText,
	json: (report, _titles, limit) => wasteJson(limited(report, limit)),
	markdown: wasteMarkdown,
	csv: (report, _titles, limit) => wasteCsv(limited(report, limit)),
};

/** What a difference is written from: paths that differ are told while they are made, and for people in rows. */
export type DiffParts = {
	diff: Diff;
	changes: () => Iterable<DiffChange>;
	/** For people: how many rows a format shows where nobody said. */
	rows: (most: number) => DiffRows;
	/** Whether the finished file systems of both are compared. */
	isFinished: boolean;
};

/** Writes what differs. */
export type DiffReporter = (parts: DiffParts, text: TextOptions) => Iterable<string>;

/** Rows that text, and Markdown, show where nobody said how many. */
const mostTextRows = 40;
const mostMarkdownRows = 50;

/** The formats of `diff`. */
export const diffReporters: Readonly<Record<string, DiffReporter>> = {
	text: ({diff, rows, isFinished}, text) => [diffText(diff, rows(mostTextRows), isFinished, text)],
	json: ({diff, changes}) => diffJson(diff, changes()),
	markdown: ({diff, rows, isFinished}, text) => [diffMarkdown(diff, rows(mostMarkdownRows), isFinished, text)],
	csv: ({changes}) => diffCsv(changes()),
};
