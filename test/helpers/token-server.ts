import crypto from 'node:crypto';
import fs from 'node:fs';
import type {ExecutionContext} from 'ava';
import {fakeRegistry, type FakeRegistry} from './fake-registry.js';
import type {TestCertificate} from './test-authority.js';

export type TokenServer = FakeRegistry & {
	/** Its address, to which a registry sends who asks without a token. */
	realm: string;
};

export type TokenServerOptions = {
	/** What the tokens are signed with, and what the registry trusts. */
	certificate: TestCertificate;
	issuer: string;
	/** Logins that may read anything, as `USER:PASSWORD`; whoever has another one is refused. Without a login what `isPublic` lets through may be read. */
	logins?: readonly string[];
	/** Identity tokens that do as well. */
	identityTokens?: readonly string[];
	isPublic?: (repository: string) => boolean;
};

/** A token server for a real registry (distribution, "Token Authentication Implementation"). */
export async function tokenServer(t: ExecutionContext, {certificate, issuer, logins = [], identityTokens = [], isPublic = () => false}: TokenServerOptions): Promise<TokenServer> {
	const server = await fakeRegistry(t, ({method, path, headers, body}) => {
		const query = method === 'POST' ? new URLSearchParams(body) : new URL(path, 'http://x').searchParams;
		const basic = /^Basic (.*)$/.exec(headers.authorization ?? '');
		const identity = query.get('refresh_token');
		const isKnown = basic
			? logins.includes(Buffer.from(basic[1], 'base64').toString())
			: identity !== null && query.get('grant_type') === 'refresh_token' && query.has('client_id') && identityTokens.includes(identity);
		if (!isKnown && (basic !== null || identity !== null)) {
			return {status: 401, body: JSON.stringify({details: `no such login: ${headers.authorization ?? identity}`})};
		}

		const access = query.getAll('scope').flatMap(scope => {
			const [type, name, actions] = scope.split(':', 3);
			return isKnown || (isPublic(name) && actions === 'pull') ? [{type, name, actions: actions.split(',')}] : [];
		});
		const now = Math.floor(Date.now() / 1000);
		const token = sign({iss: issuer, sub: 'a test', aud: query.get('service'), exp: now + 300, nbf: now - 10, iat: now, jti: crypto.randomUUID(), access}, certificate);
		return {headers: {'content-type': 'application/json'}, body: JSON.stringify(method === 'POST' ? {access_token: token, expires_in: 300} : {token, expires_in: 300})};
	});
	return Object.assign(server, {realm: `http://${server.host}/token`});
}

/** A JSON Web Token with the certificate that proves it. */
function sign(claims: unknown, {certificate, key}: TestCertificate): string {
	const pem = fs.readFileSync(certificate, 'utf8');
	const header = {typ: 'JWT', alg: 'ES256', x5c: [pem.replaceAll(/-----[^-]+-----|\s/g, '')]};
	const text = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
	const signature = crypto.sign('sha256', Buffer.from(text), {key: fs.readFileSync(key, 'utf8'), dsaEncoding: 'ieee-p1363'});
	return `${text}.${signature.toString('base64url')}`;
}
