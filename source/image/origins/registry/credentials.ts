/** What a user logs in to a registry with, and where it was found. */
export type Credentials = ({
	kind: 'password';
	username: string;
	password: string;
} | {
	/** A token that a token server takes in place of a password (OAuth 2, "refresh token"). */
	kind: 'identity-token';
	token: string;
} | {
	/** A token that the registry itself takes. */
	kind: 'registry-token';
	token: string;
}) & {
	/** For sentences, such as `/home/x/.docker/config.json`. */
	source: string;
};

/** The value of a header Authorization by a name and a password (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
	return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
