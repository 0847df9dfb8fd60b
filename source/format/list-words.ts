/**
Words with commas between, and `and` before the last.

@example
listWords(['a', 'b', 'c']); // 'a, b and c'
*/
export function listWords(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}
