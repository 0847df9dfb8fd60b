import {safeText} from '../../../format/safe-text.js';
import {ImageError} from '../../image.js';
import {StallError} from './transport.js';
import {ProxyError} from './tunnel-agent.js';

/** What was asked of whom, for sentences. */
export type Asked = {
	/** Who was asked, such as `ghcr.io`. */
	registry: string;
	/** What was asked for, such as `image a/b:1.0` or `blob sha256:… of a/b`. */
	subject: string;
};

/** Something that may be gone when it is asked for again: a connection that broke, a registry that is too busy. */
export class PassingError extends ImageError {
	/** Milliseconds that the registry asks to wait before. */
	readonly retryAfter?: number;
	/** How many tries it counts for: one that took long counts for more. */
	readonly weight: number;

	constructor(message: string, {retryAfter, weight = 1, ...options}: ErrorOptions & {retryAfter?: number; weight?: number} = {}) {
		super(message, {...options, isTransient: true});
		this.retryAfter = retryAfter;
		this.weight = weight;
	}
}

/** A registry answers with a status that is neither good nor one of those that have an error of their own. */
export class StatusError extends ImageError {
	constructor(readonly status: number, message: string) {
		super(message, {isTransient: true});
	}
}

/** A registry does not have what it is asked for. */
export class MissingError extends ImageError {
	constructor({registry, subject}: Asked) {
		super(`${registry} has no ${subject}.`, {isTransient: true});
	}
}

/** A registry gave no answer of any kind, not even one that says no: its name leads nowhere, nobody listens, nothing comes. */
export class UnreachableError extends ImageError {
	/**
	@param reason Why, as a part of a sentence.
	*/
	constructor(readonly reason: string, message: string, options?: ErrorOptions) {
		super(message, {...options, isTransient: true});
	}
}

/** Codes for a connection that never came about, because the other side can't be found or is silent. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN']);

/**
The same error as one that says that the registry was not reached, where that is what it was: of a connection that broke, of a certificate
that is not trusted and of any answer it says nothing. Only of use where the registry has not answered anything before.
*/
export function asUnreachable(error: unknown): UnreachableError | undefined {
	if (!(error instanceof ImageError)) {
		return undefined;
	}

	// What was tried several times has what went wrong the last time as its cause.
	const cause = error.cause instanceof PassingError ? error.cause.cause : error.cause;
	const reason = cause instanceof StallError
		? 'nothing came'
		: (cause instanceof ProxyError
			? (cause.status === undefined || cause.status >= 500 ? cause.message : undefined)
			: (cause instanceof Error && unreached.has(codeOf(cause)) ? reasons[codeOf(cause)] : undefined));
	return reason === undefined ? undefined : new UnreachableError(reason, error.message, {cause: error});
}

/** Codes of Node and of the system for a connection that broke, or did not come about, and may the next time. */
const passing = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETDOWN', 'ENETRESET', 'UND_ERR_SOCKET', 'HPE_INVALID_EOF_STATE']);

const reasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nobody listens there',
	ECONNRESET: 'the connection broke',
	ECONNABORTED: 'the connection broke',
	EPIPE: 'the connection broke',
	ETIMEDOUT: 'the connection timed out',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: 'its name can\'t be looked up now',
	EHOSTUNREACH: 'there is no way to it',
	ENETUNREACH: 'there is no way to it',
	ENETDOWN: 'the network is down',
	EACCES: 'the system does not allow it',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself alone',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not known here',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not known here',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not known here',
	UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an authority that is not known here',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
	HPE_HEADER_OVERFLOW: 'it sends headers without end',
};

/** What to do about a certificate that is not trusted. */
const ofAuthority = /SELF_SIGNED|UNABLE_TO_/;

/** A connection that did not come about or broke, as a sentence. Credentials are in none: the message of the system has a host and a port at most. */
export function connectionError({registry, subject}: Asked, error: NodeJS.ErrnoException | ProxyError): ImageError {
	if (error instanceof ProxyError) {
		const message = `${registry} can't be asked for ${subject}: ${error.message}.`;
		return error.status !== undefined && error.status >= 500 ? new PassingError(message, {cause: error}) : new ImageError(message, {cause: error, isTransient: true});
	}

	const code = codeOf(error);
	const reason = reasons[code] ?? (isTlsCode(code) ? 'it does not speak TLS as it should' : (code.startsWith('HPE_') ? 'its answer is no HTTP' : safeText(code || error.message).slice(0, 200)));
	const advice = ofAuthority.test(code) ? ' (NODE_EXTRA_CA_CERTS names a file of authorities to trust as well)' : '';
	const message = `${registry} can't be asked for ${subject}: ${reason}${advice}.`;
	return passing.has(code) ? new PassingError(message, {cause: error}) : new ImageError(message, {cause: error, isTransient: true});
}

/** Whether a connection failed before anything was said in HTTP: because nobody listens, or someone who speaks no TLS. */
export function isNoTls(error: unknown): boolean {
	const code = codeOf(error as NodeJS.ErrnoException);
	return isTlsCode(code) || code === 'ECONNREFUSED' || code === 'ECONNRESET';
}

function isTlsCode(code: string): boolean {
	return code === 'EPROTO' || code.startsWith('ERR_SSL_');
}

/** The code of an error, or of the first of several: Node tries all addresses of a name. */
function codeOf(error: NodeJS.ErrnoException): string {
	const first = error instanceof AggregateError ? error.errors[0] as NodeJS.ErrnoException : error;
	return first.code ?? error.code ?? '';
}
