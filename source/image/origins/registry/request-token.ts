import * as v from 'valibot';
import {ImageError} from '../../image.js';
import {basicAuthorization, type Credentials} from './credentials.js';
import {followRedirects, sentenceOf, type RedirectedRequest} from './follow-redirects.js';
import type {Asked} from './registry-error.js';
import type {RegistrySession} from './session.js';
import {statusError} from './status-error.js';

/** Tokens are JSON Web Tokens with some thousand characters. */
const largestAnswer = 1 << 20;

/** "If omitted, this defaults to 60 seconds" (distribution, "Token Authentication Specification"); and no token holds shorter. */
const shortestLife = 60;

/** A token in a header of HTTP, which can hold nothing else. */
const tokenPattern = /^[\u0021-\u007E]{1,100000}$/;

const answerSchema = v.object({
	token: v.fallback(v.optional(v.string()), undefined),
	access_token: v.fallback(v.optional(v.string()), undefined),
	expires_in: v.fallback(v.optional(v.number()), undefined),
});

/** A token that a registry takes for some time. */
export type Token = {
	value: string;
	/** When it ends, in milliseconds since 1970. */
	expires: number;
};

/** What a registry wants a token from whom for. */
export type TokenRequest = {
	/** Where tokens are given. */
	realm: URL;
	service?: string;
	/** Such as `repository:a/b:pull`. */
	scope: string;
	credentials?: Credentials;
	/** Whether at an address plain HTTP will do, and any certificate. */
	isInsecureAt: (url: URL) => boolean;
};

/**
Asks a token server: with a name and a password by GET, with an identity token by the form of OAuth 2 (distribution, "Docker Registry
v2 authentication via central service").

@throws {ImageError} Why there is no token.
*/
export async function requestToken(session: RegistrySession, tokenRequest: TokenRequest, registry: string): Promise<Token> {
	const {options: {now = Date.now, signal}, secrets} = session;
	const asked: Asked = {registry: `${tokenRequest.realm.host}, which gives tokens for ${registry},`, subject: 'a token'};
	session.counts.tokens++;
	const followed = await followRedirects(session, httpRequest(session, tokenRequest, signal), asked);
	const {answer} = followed;
	if (answer.status !== 200) {
		throw await statusError(answer, {...asked, subject: `a token for ${tokenRequest.scope.slice(0, 200)}`}, now(), text => secrets.hide(text));
	}

	let body = '';
	try {
		const decoder = new TextDecoder();
		for await (const chunk of answer.body) {
			body += decoder.decode(chunk, {stream: true});
			if (body.length > largestAnswer) {
				throw new ImageError(`${asked.registry} answers without end when it is asked for a token.`);
			}
		}
	} catch (error) {
		throw sentenceOf(error, followed.asked, session, signal);
	}

	return readToken(body, asked, session, now());
}

function readToken(body: string, {registry}: Asked, {secrets}: RegistrySession, now: number): Token {
	let parsed: v.InferOutput<typeof answerSchema> | undefined;
	try {
		parsed = v.parse(answerSchema, JSON.parse(body));
	} catch {
		// The parser's own message quotes what may be a token.
	}

	const value = parsed?.token || parsed?.access_token;
	if (!value || !tokenPattern.test(value)) {
		throw new ImageError(`${registry} answers with something else than a token.`);
	}

	secrets.add(value);
	const life = Math.max(shortestLife, parsed?.expires_in ?? 0);
	return {value, expires: now + life * 1000};
}

function httpRequest(session: RegistrySession, {realm, service, scope, credentials, isInsecureAt}: TokenRequest, signal: AbortSignal | undefined): RedirectedRequest {
	const headers = {'user-agent': session.userAgent, accept: 'application/json'};
	if (credentials?.kind === 'identity-token') {
		const form = new URLSearchParams({
			grant_type: 'refresh_token', refresh_token: credentials.token, client_id: 'freedive', scope, ...service !== undefined && {service},
		});
		return {method: 'POST', url: realm, headers: {...headers, 'content-type': 'application/x-www-form-urlencoded'}, body: form.toString(), isInsecureAt, signal};
	}

	const url = new URL(realm);
	if (service !== undefined) {
		url.searchParams.set('service', service);
	}

	// Several scopes are several parameters.
	const scopes = scope.split(' ').filter(Boolean);
	for (const part of scopes) {
		url.searchParams.append('scope', part);
	}

	if (credentials?.kind !== 'password') {
		return {method: 'GET', url, headers, isInsecureAt, signal};
	}

	url.searchParams.set('account', credentials.username);
	return {method: 'GET', url, headers: {...headers, authorization: basicAuthorization(credentials.username, credentials.password)}, isInsecureAt, signal};
}
