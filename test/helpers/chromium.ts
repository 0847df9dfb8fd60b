import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

/** Whether Debian's Chromium is installed. */
export const hasChromium = spawnSync('chromium', ['--version'], {stdio: 'ignore'}).status === 0;

/**
A page as the browser has it after its scripts have run, as HTML.

@param folder Where the page and the browser's profile are put.
@throws {Error} With what the browser wrote, where it does not end well.
*/
export function drawnPage(html: string, folder: string): string {
	const file = path.join(folder, 'page.html');
	fs.writeFileSync(file, html);
	const {status, stdout, stderr} = spawnSync('chromium', [
		'--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
		`--user-data-dir=${path.join(folder, 'profile')}`, '--window-size=1280,900', '--virtual-time-budget=60000', '--dump-dom', pathToFileURL(file).href,
	], {encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 110_000});
	if (status !== 0) {
		throw new Error(stderr);
	}

	return stdout;
}
