/** What images are called, each by a name of its own: of one that was named twice the second is `app.tar (2)`. */
export function distinctNames(references: readonly string[]): string[] {
	const taken = new Set<string>();
	return references.map(reference => {
		let name = reference;
		for (let count = 2; taken.has(name); count++) {
			name = `${reference} (${count})`;
		}

		taken.add(name);
		return name;
	});
}
