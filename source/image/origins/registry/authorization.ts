import {ImageError} from '../../image.js';
import {parseChallenges, type Challenge} from './challenge.js';
import {basicAuthorization, type Credentials} from './credentials.js';
import {isInsecureAt, type Endpoint} from './endpoint.js';
import {findCredentials, type FoundCredentials} from './find-credentials.js';
import {requestToken, type Token} from './request-token.js';
import type {RegistrySession} from './session.js';

/** A token that ends so soon is renewed before it is sent: a request takes its time. */
const renewBefore = 10_000;

/** Scopes and services are short; longer ones would make an address that no server takes. */
const longestParameter = 2000;

/**
Logs in to a registry for one repository: by what the registry asks for, and with what the user has for it. Nothing is sent before it
is asked for, and credentials go to the registry and to whom it says gives its tokens, by TLS, or where plain HTTP is allowed.
*/
export class Authorization {
	private challenge?: Challenge;
	private token?: Promise<Token>;
	private found?: Promise<FoundCredentials>;

	constructor(private readonly endpoint: Endpoint, private readonly session: RegistrySession) {}

	/**
	The header for the next request; undefined where none was asked for.

	@throws {ImageError} Why no token can be had.
	*/
	async header(): Promise<string | undefined> {
		if (!this.challenge) {
			return undefined;
		}

		const credentials = await this.find();
		if (this.challenge.scheme === 'basic') {
			return credentials?.kind === 'password' ? basicAuthorization(credentials.username, credentials.password) : undefined;
		}

		if (credentials?.kind === 'registry-token') {
			return `Bearer ${credentials.token}`;
		}

		const {now = Date.now} = this.session.options;
		const {token} = this;
		const held = await token;
		// Another request may have renewed it meanwhile.
		if (this.token === token && (!held || held.expires - renewBefore < now())) {
			this.token = this.request(this.challenge, credentials);
		}

		return `Bearer ${(await this.token!).value}`;
	}

	/**
	Takes in what a registry asked for when it refused a request.

	@param sent The header that was refused.
	@returns Whether there is something else to send now.
	*/
	async refused(challengeHeader: string | undefined, sent: string | undefined): Promise<boolean> {
		const challenges = parseChallenges(challengeHeader);
		const challenge = challenges.find(({scheme}) => scheme === 'bearer') ?? challenges.find(({scheme}) => scheme === 'basic');
		if (!challenge) {
			return false;
		}

		this.challenge = challenge;
		const held = await this.token?.catch(() => undefined);
		if (held && sent === `Bearer ${held.value}`) {
			this.token = undefined;
		}

		return await this.header() !== sent;
	}

	/** What to say of the login where a registry denies something: the rest of a sentence. */
	async standing(): Promise<string> {
		const {credentials, problems = []} = await this.found?.catch(() => undefined) ?? {};
		const says = credentials
			? `the login of ${credentials.source} does not open it`
			: `no login for ${this.endpoint.registry} was found: docker login ${this.endpoint.registry}, or podman login, makes one`;
		return [says, ...problems].join('. ');
	}

	private async find(): Promise<Credentials | undefined> {
		const {environment, home, signal, onWarning} = this.session.options;
		const {registry, repository} = this.endpoint;
		const isFirst = this.found === undefined;
		this.found ??= findCredentials(registry, repository, {environment, home, signal});
		try {
			const {credentials, problems} = await this.found;
			if (isFirst) {
				for (const problem of problems) {
					onWarning?.(`${problem}.`);
				}
			}

			if (credentials) {
				this.session.secrets.addCredentials(credentials);
			}

			return credentials;
		} catch (error) {
			this.found = undefined;
			throw error;
		}
	}

	private async request({parameters}: Challenge, credentials: Credentials | undefined): Promise<Token> {
		const {name, repository} = this.endpoint;
		const realm = parameters.get('realm') ?? '';
		const url = realm.length <= longestParameter && URL.canParse(realm) ? new URL(realm) : undefined;
		if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
			throw new ImageError(`${name} wants a token, and does not say from whom.`);
		}

		if (url.protocol === 'http:' && !isInsecureAt(this.endpoint, url)) {
			throw new ImageError(`${name} wants a token from ${url.host} by plain http, where anyone on the way could read it.`);
		}

		url.username = '';
		url.password = '';
		const [service, scope] = [parameters.get('service'), parameters.get('scope') || `repository:${repository}:pull`];
		if ((service?.length ?? 0) > longestParameter || scope.length > longestParameter) {
			throw new ImageError(`${name} wants a token for more than can be asked for.`);
		}

		const token = requestToken(this.session, {realm: url, service, scope, credentials, isInsecureAt: url => isInsecureAt(this.endpoint, url)}, name);
		try {
			return await token;
		} catch (error) {
			this.token = undefined;
			throw error;
		}
	}
}
