import {basicAuthorization, type Credentials} from './credentials.js';

/** Shorter ones are no secrets, and would be found in any sentence. */
const shortest = 4;

/** What was sent to log in with. A registry may send it back in what it says is wrong, and no sentence shall show it. */
export class Secrets {
	private readonly words = new Set<string>();

	add(...words: readonly string[]): void {
		for (const word of words) {
			if (word.length >= shortest) {
				this.words.add(word);
			}
		}
	}

	/** All that a registry may get to see of credentials. */
	addCredentials(credentials: Credentials): void {
		if (credentials.kind === 'password') {
			this.add(credentials.password, basicAuthorization(credentials.username, credentials.password).slice('Basic '.length));
		} else {
			this.add(credentials.token);
		}
	}

	/** A text without them. */
	hide(text: string): string {
		return [...this.words]
			.sort((a, b) => b.length - a.length)
			.reduce((hidden, word) => hidden.replaceAll(word, '***').replaceAll(encodeURIComponent(word), '***'), text);
	}
}
