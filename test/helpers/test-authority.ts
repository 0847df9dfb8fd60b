import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Files of PEM. */
export type TestCertificate = {certificate: string; key: string};

/** An authority of a test's own, made by openssl, which signs certificates for hosts. */
export class TestAuthority {
	readonly own: TestCertificate;

	/** @param folder Where its files are put. */
	constructor(private readonly folder: string) {
		this.own = {certificate: path.join(folder, 'authority.pem'), key: path.join(folder, 'authority.key')};
		openssl(
			'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=A test authority',
			'-keyout', this.own.key, '-out', this.own.certificate,
		);
	}

	/**
	A certificate for a host.

	@param name A name, or an IPv4 address.
	@param days How long it is good for; what is over is made by a negative number.
	*/
	sign(name: string, days = 2): TestCertificate {
		const file = (ending: string) => path.join(this.folder, `${name}.${ending}`);
		openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`, '-keyout', file('key'), '-out', file('csr'));
		fs.writeFileSync(file('cnf'), `subjectAltName=${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}\n`);
		openssl('x509', '-req', '-in', file('csr'), '-CA', this.own.certificate, '-CAkey', this.own.key, '-CAcreateserial', '-days', String(days), '-extfile', file('cnf'), '-out', file('pem'));
		return {certificate: file('pem'), key: file('key')};
	}
}

function openssl(...line: string[]): void {
	execFileSync('openssl', line, {stdio: 'pipe'});
}
