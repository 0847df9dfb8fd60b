import {spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** What a whole process took. */
export type Measurement = {
	seconds: number;
	/** Seconds that processors worked for it, which other work on the machine changes less; 0 where it is not known. */
	processor: number;
	/** Bytes, the most that were resident. */
	peak: number;
	/** Its exit code; null where it was stopped because it took too long. */
	status: number | null;
};

const timeProgram = '/usr/bin/time';

/**
Runs a program to its end and measures it from outside.

The peak comes from GNU time where it is; else it is read from /proc while the program runs, and its last milliseconds may be missing.

@param limit Seconds after which it is stopped.
*/
export async function measure([command, ...args]: readonly string[], limit = 3600): Promise<Measurement> {
	const report = path.join(os.tmpdir(), `freedive-time-${process.pid}`);
	const isTimed = fs.existsSync(timeProgram);
	const started = performance.now();
	const timed = isTimed ? [timeProgram, '-f', '%M %U %S', '-o', report, command, ...args] : [command, ...args];
	const child = spawn(timed[0], timed.slice(1), {stdio: 'ignore', detached: true});
	let peak = 0;
	let processor = 0;
	const timer = isTimed
		? undefined
		: setInterval(() => {
			peak = Math.max(peak, residentPeak(child.pid));
		}, 5);
	const stop = setTimeout(() => {
		// The group: GNU time does not hand signals on.
		process.kill(-child.pid!, 'SIGKILL');
	}, limit * 1000);
	const status = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
	const seconds = (performance.now() - started) / 1000;
	clearInterval(timer);
	clearTimeout(stop);
	if (isTimed && status !== null) {
		const [kibibytes, user, system] = fs.readFileSync(report, 'utf8').trim().split('\n').at(-1)!.split(' ', 3).map(Number);
		peak = kibibytes * 1024;
		processor = user + system;
		fs.rmSync(report);
	}

	return {seconds, processor, peak, status};
}

/** Runs programs in turn, so that what else the machine does meets all alike, and gives each one's median. */
export async function measureInTurn(commands: ReadonlyArray<readonly string[]>, runs: number): Promise<Measurement[]> {
	const all = commands.map((): Measurement[] => []);
	for (let run = 0; run <= runs; run++) {
		for (const [index, command] of commands.entries()) {
			const measured = await measure(command);
			// The first run warms caches.
			if (run > 0) {
				all[index].push(measured);
			}
		}
	}

	return all.map(measured => ({
		seconds: median(measured.map(({seconds}) => seconds)),
		processor: median(measured.map(({processor}) => processor)),
		peak: median(measured.map(({peak}) => peak)),
		status: measured[0].status,
	}));
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
	return percentile(values, 0.5);
}

/** The value below which a share of them lie. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The most bytes of a process that were resident so far; 0 where the system does not tell. */
export function residentPeak(pid: number | undefined): number {
	try {
		return Number(/VmHWM:\s*(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}

/** Milliseconds that the main thread of a process has worked; 0 where the system does not tell. */
export function threadTime(pid: number): number {
	try {
		return Number(fs.readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
	} catch {
		return 0;
	}
}
