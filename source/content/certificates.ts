import {X509Certificate} from 'node:crypto';
import {countOf} from '../format/count.js';
import {factTable, listTable, type Facts, type FactTable} from './facts.js';
import {readBytes, type Reading} from './reading.js';

/** More of a bundle is not read: that of Mozilla's roots takes 200 kB. */
const maximumBundle = 8 << 20;

/** More certificates are not looked into. */
const maximumCertificates = 2000;

/** So many are told each in a table of its own; of a bundle a row each. */
const maximumTables = 4;

/** A certificate of DER is no larger. */
const maximumCertificate = 1 << 20;

type Told = {certificate: X509Certificate; key: string};

/** Whether a text is a bundle of PEM. What comes before the first block are comments, and no more than the start of a file. */
export function isPem(start: string): boolean {
	return /(?:^|[\n\r])-----BEGIN (?:X509 |TRUSTED |NEW |RSA |DSA |EC |ENCRYPTED |OPENSSH |PGP )?(?:CERTIFICATE|CERTIFICATE REQUEST|CRL|PUBLIC KEY|PRIVATE KEY|PARAMETERS|PKCS7|DH PARAMETERS)(?: BLOCK)?-----/.test(start.slice(0, 4096));
}

/** The certificates of PEM, and what else is in it by name: what a private key is, stays in it. */
export function * lookIntoPem(size: number): Reading<Facts> {
	const text = Buffer.from(yield * readBytes(0, Math.min(size, maximumBundle))).toString('latin1');
	const certificates: Told[] = [];
	const others = new Map<string, number>();
	const warnings: string[] = size > maximumBundle ? ['it is too large for a bundle: the rest is left out'] : [];
	let broken = 0;
	let isCutOff = false;
	for (let at = text.indexOf('-----BEGIN '); at >= 0; at = text.indexOf('-----BEGIN ', at + 1)) {
		const label = /^-----BEGIN ([\d A-Z]{1,64})-----/.exec(text.slice(at, at + 100))?.[1];
		if (label === undefined) {
			continue;
		}

		const tail = `-----END ${label}-----`;
		const next = text.indexOf('-----BEGIN ', at + 1);
		const end = text.slice(at, next < 0 ? at + maximumCertificate : Math.min(next, at + maximumCertificate)).indexOf(tail);
		const block = end < 0 ? '' : text.slice(at, at + end + tail.length);
		if (!label.endsWith('CERTIFICATE')) {
			const name = describeBlock(label, block);
			others.set(name, (others.get(name) ?? 0) + 1);
			continue;
		}

		if (certificates.length === maximumCertificates) {
			isCutOff = true;
			break;
		}

		// It takes a tenth of a millisecond each.
		if (certificates.length % 16 === 15) {
			yield {at: 0, length: 0};
		}

		const told = readCertificate(block.replaceAll('TRUSTED CERTIFICATE', 'CERTIFICATE'));
		if (told) {
			certificates.push(told);
		} else {
			broken++;
		}
	}

	if (broken > 0) {
		warnings.push(`${countOf(broken, 'certificate')} of it can't be read`);
	}

	if (isCutOff) {
		warnings.push(`it has more than ${maximumCertificates} certificates: the rest is left out`);
	}

	return tell(certificates, others, warnings);
}

/** A certificate of DER; undefined where the bytes are none. */
export function * lookIntoDer(head: Uint8Array, size: number): Reading<Facts | undefined> {
	// A sequence whose length, in two bytes, is all of the file.
	if (head[0] !== 0x30 || head[1] !== 0x82 || 4 + (head[2] << 8) + head[3] !== size || size > maximumCertificate) {
		return undefined;
	}

	const told = readCertificate(yield * readBytes(0, size));
	return told && tell([told], new Map(), []);
}

function readCertificate(source: string | Uint8Array): Told | undefined {
	try {
		const certificate = new X509Certificate(source);
		return {certificate, key: describeKey(certificate)};
	} catch {
		return undefined;
	}
}

function describeKey(certificate: X509Certificate): string {
	try {
		const {asymmetricKeyType, asymmetricKeyDetails} = certificate.publicKey;
		const details = asymmetricKeyDetails?.modulusLength === undefined ? asymmetricKeyDetails?.namedCurve : `${asymmetricKeyDetails.modulusLength} bits`;
		return [asymmetricKeyType?.toUpperCase(), details].filter(part => part !== undefined).join(' ');
	} catch {
		return 'of a kind that is not known';
	}
}

function describeBlock(label: string, block: string): string {
	const isEncrypted = label.startsWith('ENCRYPTED') || block.slice(0, 200).includes('Proc-Type: 4,ENCRYPTED');
	const name = label.replace(/^ENCRYPTED /, '').toLowerCase().replaceAll(/\b(?:rsa|dsa|ec|x509|crl|pkcs7|pgp|dh)\b/g, word => word.toUpperCase()).replace('openssh', 'OpenSSH').replace('X509', 'X.509');
	return isEncrypted ? `${name}, encrypted` : name;
}

function tell(certificates: readonly Told[], others: ReadonlyMap<string, number>, warnings: string[]): Facts {
	const hasKey = [...others.keys()].some(name => /private key/i.test(name));
	const tables: FactTable[] = certificates.length <= maximumTables
		? certificates.map((told, index) => certificateTable(told, certificates.length === 1 ? 'Certificate' : `Certificate ${index + 1}`))
		: [listTable('Certificates', ['subject', 'issuer', 'from', 'to', 'key', 'SHA-256'], certificates.map(({certificate, key}) =>
			[nameOf(certificate.subject), nameOf(certificate.issuer), day(certificate.validFrom), day(certificate.validTo), key, certificate.fingerprint256]))];
	if (others.size > 0) {
		tables.push(listTable(certificates.length > 0 ? 'Beside them' : 'Contents', ['what', 'count>'], [...others].map(([name, count]) => [name, String(count)])));
	}

	const title = [
		...(certificates.length === 1 ? [`X.509 certificate of ${shortName(certificates[0].certificate.subject)}`] : (certificates.length > 0 ? [countOf(certificates.length, 'X.509 certificate')] : [])),
		...others.keys(),
	].join(', ');
	return {kind: certificates.length > 0 || !hasKey ? 'certificate' : 'key', title: title === '' ? 'PEM' : title, tables, warnings};
}

function certificateTable({certificate, key}: Told, title: string): FactTable {
	return factTable(title, [
		['subject', nameOf(certificate.subject)],
		['issuer', certificate.issuer === certificate.subject ? 'itself' : nameOf(certificate.issuer)],
		['valid from', time(certificate.validFrom)],
		['valid to', time(certificate.validTo)],
		['names', certificate.subjectAltName],
		['key', key],
		['authority', certificate.ca ? 'yes' : 'no'],
		['serial number', certificate.serialNumber],
		['SHA-256', certificate.fingerprint256],
		['SHA-1', certificate.fingerprint],
	]);
}

/** Parts of a name stand a line each. */
function nameOf(name: string | undefined): string {
	return (name ?? '').trim().replaceAll('\n', ', ');
}

function shortName(name: string | undefined): string {
	return /^CN=(.+)$/m.exec(name ?? '')?.[1] ?? nameOf(name);
}

/** `Sep  1 12:00:00 1998 GMT`, as OpenSSL prints it, as RFC 3339; as it is where it is none of that. */
function time(text: string): string {
	const date = new Date(text);
	return Number.isNaN(date.getTime()) ? text : date.toISOString().replace('.000Z', 'Z');
}

function day(text: string): string {
	return time(text).slice(0, 10);
}
