/** Words that name a secret by themselves. PWD is not among them: it is the working directory. */
const secretWords = new Set('password passwords passwd passphrase passcode pass secret secrets token tokens credential credentials creds apikey apikeys apitoken accesskey secretkey privatekey authkey authtoken dbpassword dbpass pgpassword userpassword clientsecret'.split(' '));

/** What makes a secret of the word "key" after it. Keys of anything else are names, fingerprints and public keys. */
const keyWords = new Set('api access private secret auth encryption encrypt signing account storage master deploy app application ssh license session cookie hmac aes webhook admin service shared subscription'.split(' '));

/** What comes before "pwd" in the name of a password. */
const pwdWords = new Set('db database user admin root mysql pg postgres redis mongo ldap smtp mail ftp sa oracle sql'.split(' '));

/** A name that ends so is about a secret: where it lies, how long it is, who gives it, what it is called. */
const aboutWords = new Set(`
	url uri urls endpoint host port address path paths file files filename dir directory folder location
	name names id ids type kind class format version label title description desc comment prompt hint help message text placeholder
	length len size min max minimum maximum count limit limits strength policy policies rule rules regex pattern
	expiry expires expiration expire ttl timeout lifetime age duration interval date time at after days hours minutes seconds refresh
	enabled enable disabled disable required require optional allowed allow use used only mode support supported
	algorithm alg algo hash hashing hashes digest encoding encoder cipher method scheme protocol provider backend engine manager driver store storage
	issuer audience scope scopes header headers field fields param parameter attribute attr variable var env prefix suffix separator delimiter
	reset change changed changes forgot forgotten recovery confirm confirmation confirmed update updated rotate rotation generator generate validator validate validation checker check
	public pub stdin fd command cmd cmds program helper
	index position offset num number no cost rounds iterations salt
`.trim().split(/\s+/));

/**
Whether a name is that of a secret, by whole words: `DB_PASSWORD`, `apiKey`, `--access-token`, `SECRET_KEY_BASE`; not `MONKEY`, `TOKEN_URL`,
`PASSWORD_FILE`, `SECRET_NAME`, `GPG_KEY`, `TOKENIZERS_PARALLELISM`.
*/
export function isSecretName(name: string): boolean {
	const words = wordsOf(name);
	const last = words.at(-1);
	if (last === undefined || aboutWords.has(last)) {
		return false;
	}

	return words.some((word, index) => {
		const before = words[index - 1];
		if (secretWords.has(word)) {
			return before !== 'public' && before !== 'csrf' && before !== 'xsrf' && before !== 'no' && before !== 'by' && before !== 'two';
		}

		return (word === 'key' || word === 'keys') ? before !== undefined && keyWords.has(before) : word === 'pwd' && before !== undefined && pwdWords.has(before);
	});
}

/** The words of a name in small letters: those of `DB_PASSWORD2`, `db-password`, `dbPassword` and `db.password` are the same. */
function wordsOf(name: string): string[] {
	return name
		.replaceAll(/(?<=[\da-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
		.toLowerCase()
		.split(/[\W_]+/)
		.map(word => word.replace(/\d+$/, ''))
		.filter(word => word !== '');
}
