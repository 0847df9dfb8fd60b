import {formatGoFixed} from '../audit/dive/go-number.js';
import {formatHumanizedBytes} from '../audit/dive/humanized-bytes.js';
import {diveValue, type DiveResult} from '../audit/dive/dive-rules.js';
import {safeText} from '../format/safe-text.js';
import type {DiveFigures} from '../tree/dive-figures.js';

/** What `dive --ci` evaluated. */
export type DiveCiReport = {
	figures: DiveFigures;
	/** Paths as people read them. */
	files: ReadonlyArray<{path: string; count: number; bytes: number}>;
	results: readonly DiveResult[];
	passed: boolean;
};

const styles = {title: '1', PASS: '32', FAIL: '1;31', SKIP: '2', aside: '2'} as const;

/** What `dive --ci` prints (v0.13). */
export function diveCiText({figures, files, results, passed}: DiveCiReport, color: boolean): string {
	const paint = (style: keyof typeof styles, text: string) => color ? `\u001B[${styles[style]}m${text}\u001B[0m` : text;
	const {efficiency, wastedBytes} = figures;
	const percent = (value: number) => `${formatGoFixed(value * 100, 2)} %`;
	const counts = (['PASS', 'FAIL', 'SKIP'] as const).map(status => [status, results.filter(result => result.status === status).length] as const);
	return [
		paint('title', 'Analysis:'),
		`  efficiency:        ${percent(efficiency)}`,
		`  wastedBytes:       ${wastedBytes} bytes ${wastedBytes > 0 ? `(${formatHumanizedBytes(wastedBytes)})` : ''}`,
		`  userWastedPercent: ${wastedBytes > 0 ? percent(diveValue('highestUserWastedPercent', figures)) : '0 %'}`,
		'',
		...(files.length === 0
			? [`${paint('title', 'Inefficient Files:')} (None)`]
			: [
				paint('title', 'Inefficient Files:'),
				paint('title', '  Count  Wasted Space  File Path'),
				...files.map(({path, count, bytes}) => `  ${String(count).padEnd(5)}  ${formatHumanizedBytes(bytes).padEnd(12)}  ${safeText(path)}`),
			]),
		'',
		paint('title', 'Evaluation:'),
		...results.map(({rule, status, message}) => `  ${paint(status, status)}  ${safeText(`${rule} (${message})`)}`),
		'',
		`${paint(passed ? 'PASS' : 'FAIL', passed ? 'PASS' : 'FAIL')}${paint('aside', ` [${counts.filter(([, count]) => count > 0).map(([status, count]) => `${status.toLowerCase()}:${count}`).join(' ')}]`)}`,
	].map(line => `${line}\n`).join('');
}
