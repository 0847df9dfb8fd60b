import net from 'node:net';
import {ImageError} from '../../image.js';
import {isLoopback} from './endpoint.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
The proxy by which an address is to be reached, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say; undefined where there is none. As for
Go's programs, which docker and podman are: what is on this machine is reached without one.

@throws {ImageError} When the one that is named is no address of one, or of a kind that freedive does not know.
*/
export function proxyFor(url: URL, environment: Environment): URL | undefined {
	const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
	const value = (environment[name] || environment[name.toLowerCase()] || '').trim();
	if (value === '' || isLoopback(url.host) || isExcepted(url, environment.NO_PROXY || environment.no_proxy || '')) {
		return undefined;
	}

	const text = /^[a-z][\d+\-.a-z]*:\/\//i.test(value) ? value : `http://${value}`;
	const proxy = URL.canParse(text) ? new URL(text) : undefined;
	if (proxy?.protocol !== 'http:' && proxy?.protocol !== 'https:') {
		// Not what it says: it may hold a password.
		throw new ImageError(`${name} names no proxy that speaks http or https, which is what freedive knows.`);
	}

	return proxy;
}

/** The value of a header Proxy-Authorization; undefined where the proxy's address has no login. */
export function proxyAuthorization({username, password}: URL): string | undefined {
	return username === '' && password === ''
		? undefined
		: `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`;
}

/** Whether NO_PROXY excepts an address: by a name and all below it, by one below it alone (`.name`), an address, a range (`10.0.0.0/8`), any with a port; `*` is all. */
function isExcepted(url: URL, list: string): boolean {
	const host = url.hostname.toLowerCase().replaceAll(/^\[|\]$/g, '');
	const port = url.port || (url.protocol === 'https:' ? '443' : '80');
	return list.split(',').map(entry => entry.trim().toLowerCase()).filter(Boolean).some(entry => {
		if (entry === '*') {
			return true;
		}

		if (entry.includes('/')) {
			return isInRange(host, entry);
		}

		const match = /^(?:\[(?<address>[\d.:a-f]+)\]|(?<name>[^:]+))(?::(?<port>\d+))?$/.exec(entry);
		// An address of IPv6 may stand without brackets.
		const name = match?.groups!.address ?? match?.groups!.name ?? entry;
		if (match?.groups!.port !== undefined && match.groups.port !== port) {
			return false;
		}

		const domain = name.replace(/^\*\./, '.');
		return domain.startsWith('.') ? net.isIP(host) === 0 && host.endsWith(domain) : host === domain || (net.isIP(host) === 0 && host.endsWith(`.${domain}`));
	});
}

function isInRange(host: string, range: string): boolean {
	const [network, bits] = range.split('/', 2);
	const version = net.isIP(network);
	if (version === 0 || net.isIP(host) !== version || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) {
		return false;
	}

	const type = version === 4 ? 'ipv4' : 'ipv6';
	const list = new net.BlockList();
	list.addSubnet(network, Number(bits), type);
	return list.check(host, type);
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
