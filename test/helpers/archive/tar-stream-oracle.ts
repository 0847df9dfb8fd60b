import path from 'node:path';
import {extract, type Header} from 'tar-stream';
import type {PlainEntry} from './entries.js';

/** It says where a content starts, though its types and readme do not. */
type HeaderWithOffset = Header & {byteOffset: number};

/**
The entries of a tar and their contents, as tar-stream reads them. It reads no sparse files.

@param encoding How it reads names that are no PAX records.
*/
export async function readByTarStream(tar: Uint8Array, encoding: BufferEncoding = 'utf8'): Promise<Array<{entry: PlainEntry; content: Buffer}>> {
	const entries = [];
	// Both options are missing from tar-stream's types.
	const options: object = {filenameEncoding: encoding, allowUnknownFormat: true};
	const stream = extract(options);
	stream.end(tar);
	for await (const source of stream) {
		const chunks: Buffer[] = [];
		for await (const chunk of source as AsyncIterable<Buffer>) {
			chunks.push(chunk);
		}

		entries.push({entry: plainEntry(source.header as HeaderWithOffset, encoding), content: Buffer.concat(chunks)});
	}

	return entries;
}

/** What tar-stream's header means, in the words of the table. It overlays name, link target and size from PAX, and leaves the rest to us. */
function plainEntry(header: HeaderWithOffset, encoding: BufferEncoding): PlainEntry {
	const records = (header.pax ?? {}) as Record<string, string>;
	const {type} = header;
	const isNode = type === 'character-device' || type === 'block-device';
	return {
		path: cleanName(bytesOf(header.name, 'path' in records ? 'utf8' : encoding)),
		type: (type === 'link' ? 'hardlink' : (type === 'contiguous-file' ? 'file' : type)) ?? 'file',
		mode: header.mode,
		uid: Number(records.uid ?? header.uid),
		gid: Number(records.gid ?? header.gid),
		// As Go reads it, an empty record leaves what the header says.
		user: records.uname || header.uname || '',
		group: records.gname || header.gname || '',
		mtime: records.mtime ? Number(records.mtime) : header.mtime.getTime() / 1000,
		size: type === 'file' || type === 'contiguous-file' ? header.size : 0,
		offset: header.byteOffset,
		link: linkOf(header, bytesOf(header.linkname ?? '', 'linkpath' in records ? 'utf8' : encoding)),
		...(isNode && {device: [header.devmajor, header.devminor] as const}),
	};
}

function linkOf({type}: Header, target: string): string {
	return type === 'link' ? cleanName(target) : (type === 'symlink' ? target : '');
}

/** Text as its bytes, in Latin-1. */
function bytesOf(text: string, encoding: BufferEncoding): string {
	return Buffer.from(text, encoding).toString('latin1');
}

/** A name without what only leads around: `a`, `./a`, `/a/` and `../b/../a` are the same. */
export function cleanName(name: string): string {
	return path.posix.normalize(`/${name}`).replaceAll(/^\/+|\/+$/g, '');
}
