/**
What it takes to open images from a real registry on the loopback (Debian's docker-registry), and again from what is kept: requests and
bytes of the documents, the whole process beside `skopeo copy` of the same blobs to a folder, and the second time.

	npm run build && npx tsx benchmark/registry.ts LAYOUT… [--runs N] [--chunked ARCHIVE]

LAYOUT is a folder in OCI layout with one image; ARCHIVE one of `docker save`, whose image skopeo pushes with tables of contents
(zstd:chunked): how many requests, and how many bytes, its listing takes.
*/
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {formatBytes} from '../source/format/bytes.js';
import {openImage} from '../source/image/open-image.js';
import {push, startRegistry} from '../test/helpers/real-registry.js';
import {measure, measureInTurn} from './measure.js';
import {countingProxy} from './counting-proxy.js';

const {values, positionals} = parseArgs({allowPositionals: true, options: {runs: {type: 'string', default: '3'}, chunked: {type: 'string', multiple: true, default: []}}});
const program = path.join(import.meta.dirname, '../build/freedive.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-benchmark-'));
const registry = await startRegistry({folder});
const proxy = await countingProxy(Number(registry.host.split(':', 2)[1]));

/** Opens an image by its documents alone, and counts what that takes. */
async function documentsOf(name: string): Promise<{layers: number; requests: number; bytes: number}> {
	proxy.reset();
	const {image, close} = await openImage(`registry://${proxy.host}/${name}`, {
		temporaryFolder: os.tmpdir(), hostPlatform: 'linux/amd64', programs: {environment: {PATH: ''}, kill() {/* No program is run. */}},
	});
	close();
	return {layers: image.layers.length, ...proxy.counts};
}

try {
	for (const layout of positionals) {
		const name = path.basename(layout).replace(/\..*$/, '').toLowerCase();
		await push(registry, `oci:${layout}`, `${name}:1`);
		console.log(name);

		const {layers, requests, bytes} = await documentsOf(`${name}:1`);
		console.log(`  documents of ${layers} layers: ${requests} requests, ${formatBytes(bytes)} (targets 4, 100 kB)`);

		const reference = `registry://${registry.host}/${name}:1`;
		const copy = () => ['skopeo', '--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false', `docker://${registry.host}/${name}:1`, `dir:${fs.mkdtempSync(path.join(folder, 'copy-'))}`];
		const opening = [process.execPath, program, 'files', '--all-layers', '--limit', '1', '--no-cache', reference];
		const [skopeo, opened, first] = await measureInTurn([copy(), opening, [process.execPath, program, 'summary', '--no-cache', reference]], Number(values.runs));
		console.log(`  skopeo copy to a folder    ${skopeo.seconds.toFixed(2)} s  processor ${skopeo.processor.toFixed(2)} s  peak ${formatBytes(skopeo.peak)}`);
		for (const [title, {seconds, processor, peak}] of [['opened, all headers read  ', opened], ['summary, contents compared', first]] as const) {
			console.log(`  ${title} ${seconds.toFixed(2)} s  processor ${processor.toFixed(2)} s  peak ${formatBytes(peak)}  ${(seconds / skopeo.seconds).toFixed(2)} x (target 1.3)`);
		}

		process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
		const again = [process.execPath, program, 'summary', reference];
		const archived = [process.execPath, program, 'summary', layout];
		await measureInTurn([again], 1);
		proxy.reset();
		const [second, file] = await measureInTurn([again, archived], Number(values.runs));
		console.log(`  summary from what is kept  ${second.seconds.toFixed(2)} s  processor ${second.processor.toFixed(2)} s  peak ${formatBytes(second.peak)}`);
		console.log(`  the same of the layout     ${file.seconds.toFixed(2)} s  processor ${file.processor.toFixed(2)} s  peak ${formatBytes(file.peak)}`);
		delete process.env.XDG_CACHE_HOME;
	}

	for (const archive of values.chunked) {
		const name = path.basename(archive).replace(/\..*$/, '').toLowerCase();
		await push(registry, `docker-archive:${archive}`, `${name}:chunked`, {compression: 'zstd:chunked'});
		const documents = await documentsOf(`${name}:chunked`);
		proxy.reset();
		const {seconds, peak, status} = await measure([process.execPath, program, 'files', '--all-layers', '--limit', '1', '--no-cache', `registry://${proxy.host}/${name}:chunked`]);
		const requests = proxy.counts.requests - documents.requests;
		console.log(`${name} with tables of contents\n  all files of ${documents.layers} layers: ${requests} requests beside the documents, ${formatBytes(proxy.counts.bytes)} in all (target 2 requests a layer)  ${seconds.toFixed(2)} s  peak ${formatBytes(peak)}  exit code ${status}`);
	}
} finally {
	proxy.close();
	await registry.stop();
	fs.rmSync(folder, {recursive: true, force: true});
}
