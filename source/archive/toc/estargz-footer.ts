/** Bytes of the footer of an eStargz blob. */
export const estargzFooterSize = 51;

/** What stands before and after the offset: a gzip member of nothing, with an extra field `SG` (stargz-snapshotter, docs/estargz.md, "Footer"). */
const front = Buffer.from('1f8b0804000000000000', 'hex');
const field = Buffer.from('1a0053471600', 'hex');
const mark = 'STARGZ';

/** Where the table of contents begins, as a blob's last bytes tell; undefined where they are no footer. */
export function parseEstargzFooter(bytes: Uint8Array): number | undefined {
	const footer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	// The ninth and tenth byte say how it was compressed and where.
	if (footer.length !== estargzFooterSize || !footer.subarray(0, 8).equals(front.subarray(0, 8)) || !footer.subarray(10, 16).equals(field)) {
		return undefined;
	}

	const match = /^(?<offset>[\da-f]{16})(?<mark>.{6})$/s.exec(footer.toString('latin1', 16, 38));
	const offset = match?.groups!.mark === mark ? Number.parseInt(match.groups.offset, 16) : Number.NaN;
	return Number.isSafeInteger(offset) ? offset : undefined;
}
