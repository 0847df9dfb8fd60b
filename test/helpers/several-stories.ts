import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {buildImage, dockerArchive, ociLayout, writeTar} from './build-image.js';
import {temporaryFolder} from './temporary-folder.js';

const base = `
	ADD rootfs.tar /
	  etc/motd = hello
	  etc/passwd = root
	  bin/big * 500000
	  usr/share/名前/一 = 1
`;

const manifest = (version: string) => `{"name":"left-pad","version":"${version}"}`;

const environment = (mode: string) => ({config: {Env: ['PATH=/bin', `MODE=${mode}`], Cmd: ['sh']}});

/** Two builds of one image on one base: other packages, a file that grew, one that came and one that went, another owner, another variable. */
export async function twoBuilds(t: ExecutionContext): Promise<[a: string, b: string]> {
	const folder = temporaryFolder(t);
	const a = await buildImage(`${base}	RUN npm install left-pad
	  var/node_modules/left-pad/package.json = ${manifest('1.0.0')}
	  usr/lib/libssl.so * 70000
	  usr/lib/old.so * 1000
	  srv/app.conf = one
	  srv/deep/er/only = x
	ENV MODE=staging
	`, {tags: ['app:1'], config: environment('staging')});
	const b = await buildImage(`${base}	RUN npm install left-pad
	  var/node_modules/left-pad/package.json = ${manifest('1.3.0')}
	  usr/lib/libssl.so * 90000
	  usr/lib/new.so * 3000
	  1000:1000 srv/app.conf = one
	  srv/deep/er/only = y
	ENV MODE=production
	`, {tags: ['app:2'], config: environment('production')});
	return [
		await writeTar(path.join(folder, 'a.tar'), dockerArchive([a])),
		await writeTar(path.join(folder, 'b.tar'), ociLayout([b], 'gzip')),
	];
}

/** Three images: two on one base, and one that has nothing of it. */
export async function threeImages(t: ExecutionContext): Promise<[string, string, string]> {
	const other = await buildImage('FROM scratch\n\tother * 11\n', {tags: ['other:1']});
	return [...await twoBuilds(t), await writeTar(path.join(temporaryFolder(t), 'other.tar'), dockerArchive([other]))];
}
