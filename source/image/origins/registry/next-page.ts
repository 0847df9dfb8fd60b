/**
The query of the next page of a listing, from its header Link (distribution-spec, "Listing Tags", RFC 8288); undefined where there is
none. Of the address nothing but its query is taken, so a listing leads nowhere else.
*/
export function nextPage(link: string | string[] | undefined): string | undefined {
	const header = Array.isArray(link) ? link.join(', ') : link ?? '';
	for (const [, address, parameters] of header.slice(0, 8192).matchAll(/<([^<>]*)>([^<]*)/g)) {
		if (/;\s*rel\s*=\s*"?next\b/i.test(parameters) && URL.canParse(address, 'https://registry.invalid/')) {
			const {search} = new URL(address, 'https://registry.invalid/');
			return search === '' ? undefined : search;
		}
	}

	return undefined;
}
