/**
Words with commas between, and `and`, or another conjunction, before the last.

@example
listWords(['a', 'b', 'c']); // 'a, b and c'
*/
export function listWords(words: readonly string[], conjunction = 'and'): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)!}`;
}
