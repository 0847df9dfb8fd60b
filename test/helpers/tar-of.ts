import {pack, type Header} from 'tar-stream';

/** What a test puts into a tar: a file's bytes, a link, or any header with its content. */
export type TarItem = string | Uint8Array | {link: string} | {header: Partial<Header>; content?: string | Uint8Array};

/** A tar of these items by their names, in order, written by tar-stream. */
export async function tarOf(items: Iterable<readonly [name: string, item: TarItem]>): Promise<Buffer> {
	const archive = pack();
	for (const [name, item] of items) {
		const mtime = new Date(0);
		if (typeof item === 'string' || item instanceof Uint8Array) {
			archive.entry({name, mtime}, Buffer.from(item));
		} else if ('link' in item) {
			archive.entry({name, mtime, type: 'symlink', linkname: item.link});
		} else {
			const content = item.content === undefined ? undefined : Buffer.from(item.content);
			archive.entry({name, mtime, ...item.header, size: content?.length ?? 0}, content ?? Buffer.alloc(0));
		}
	}

	archive.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of archive) {
		chunks.push(chunk as Buffer);
	}

	return Buffer.concat(chunks);
}
