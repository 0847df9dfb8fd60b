/** Words that stand where a value is to be put, or that no one would take for one. */
const placeholderWords = /^(?:(?:please)?[\W_]*(?:change|replace|insert|enter|put|add|set|fill|update)[\W_]*(?:me|this|it|in|here|your|with|before)\b.*|change(?:me|it|this)\w*|your?[\W_].*|yours?|my[\W_]?(?:secret|pass(?:word)?|token|key|api[\W_]?key)(?:[\W_].*)?|(?:.*[\W_])?(?:example|placeholder|dummy|fake|sample|redacted|hidden|todo|fixme|tbd)(?:[\W_].*)?|(?:the[\W_]?)?(?:secret|pass(?:word|wd|phrase)?|passw0rd|token|key|api[\W_]?key|value|string|foo|bar|baz|foobar|test|testing|tests|none|null|nil|undefined|unset|empty|default|blank|optional|required|n\/a))$/i;

/** Values of settings that have two. */
const switches = /^(?:true|false|yes|no|on|off|enabled?|disabled?|0|1)$/i;

/** A variable, a template or a command in place of a value, whatever it is quoted with. */
const references = /^(?:![a-z]|[!&*]?(?:\$[\w!(?[{]|%[({]?\w+[)}]?s?%?$|<[^>]*>?|\{\{?|\[\[?[\w \-.:]*\]?|#\{|@\{?|__\w+__$|`|(?:vault|env|secret|file|ssm|aws|op|sops|ref|data|var|local|process\.env|os\.|enc\[)[(./:[]|(?:os|process|self|this|config|settings|args|options|params|ctx|req|request|response)\.\w))/i;

/** Whether a value is only where another comes from: a variable, a template, a path or an address. */
export function isReference(value: string): boolean {
	return references.test(value)
		|| /\$\{?\w+\}?$/.test(value)
		|| /^(?:~|\.{1,2})?\/[\w+\-.@]+(?:\/[\w+\-.@]*)+$/.test(value)
		|| /^[a-z][\w+\-.]{1,20}:\/\/[^\s:@]*$/i.test(value);
}

/** Whether a value is none: left empty, a switch, or a word that stands where one is to be put, as `changeme` and `xxxx` do. */
export function isPlaceholder(value: string): boolean {
	const text = value.trim().slice(0, 256);
	return text === ''
		|| switches.test(text)
		|| placeholderWords.test(text)
		|| isOneCharacter(text)
		|| /x{4,}|\*{3,}|\.{3}|…/i.test(text)
		|| /^(?:0?1234567890*|abc(?:def(?:gh.*)?)?123\w{0,8}|qwerty\w*|(?:lorem|ipsum)\b.*)$/i.test(text);
}

/** How many bits a character of a text carries, by how often each comes: Shannon's entropy. */
export function entropyOf(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) {
		counts.set(character, (counts.get(character) ?? 0) + 1);
	}

	let entropy = 0;
	for (const count of counts.values()) {
		const share = count / text.length;
		entropy -= share * Math.log2(share);
	}

	return entropy;
}

/** `xxxx`, `----`, `0000`. */
function isOneCharacter(text: string): boolean {
	return text.length > 1 && [...text].every(character => character === text[0]);
}
