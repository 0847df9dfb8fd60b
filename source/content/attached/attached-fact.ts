/** Who signed something, as a certificate says it; nobody has checked it. */
export type Signer = {
	/** An address of mail or of a workflow, by which sigstore's authority knows whoever asked for the certificate; undefined for a key of one's own. */
	identity?: string;
	/** Who vouched for that identity. */
	issuer?: string;
};

/** What something says that was attached to an image. Texts are whatever stands there: not safe for a terminal. */
export type AttachedFact = {
	kind: 'signature' | 'provenance' | 'sbom' | 'attestation';
	/** What it is written in: `cosign`, `SLSA v1`, `SPDX 2.3`; empty where that is all that there is to tell. */
	format: string;
	/** Of an in-toto statement. */
	predicateType?: string;
	/** One for each signature that comes with it. */
	signers?: Signer[];
	/** Digests of what it is about. */
	subjects?: string[];
	/** Of a provenance. */
	builder?: string;
	source?: string;
	commit?: string;
	/** Of an SBOM: how many packages it lists. */
	packages?: number;
	/** What wrote it. */
	tool?: string;
};

/** Subjects and signatures of one thing that are told. */
export const mostListed = 100;
