/**
A digest as people compare it: its first twelve hex digits, without the algorithm. Empty where there is none.

@example
shortDigest('sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1'); // '4bcff63911fc'
*/
export function shortDigest(digest: string | undefined): string {
	return (digest ?? '').replace(/^[^:]*:/, '').slice(0, 12);
}

/** A digest by SHA-256 (OCI image-spec, descriptor.md, "SHA-256"). */
export const sha256Pattern = /^sha256:(?<hex>[\da-f]{64})$/;
