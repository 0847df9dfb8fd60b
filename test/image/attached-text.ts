import test from 'ava';
import {attachedText} from '../../source/image/attached-text.js';
import type {Attached} from '../../source/image/attached.js';

const says = (attached: Omit<Attached, 'digest'>) => attachedText({...attached, digest: ''});
const by = (identity: string, issuer?: string) => ({identity, issuer});

test('each is said in a sentence', t => {
	t.is(says({kind: 'signature', format: 'cosign', signers: [by('a@b.example', 'https://issuer.example')]}), 'signed with cosign: 1 signature, keyless, by a@b.example (https://issuer.example)');
	t.is(says({kind: 'signature', format: 'cosign', signers: [{}, {}]}), 'signed with cosign: 2 signatures, with a key');
	t.is(says({kind: 'signature', format: 'cosign', signers: [{}, by('a'), by('b'), by('c'), by('d'), by('a')]}), 'signed with cosign: 6 signatures, keyless, by a, b, c and 1 more, 1 with a key');
	t.is(says({kind: 'signature', format: 'Notation'}), 'signed with Notation');
	t.is(says({kind: 'provenance', format: 'SLSA v1', tool: 'BuildKit', builder: 'x', source: 'y', commit: 'z'}), 'provenance (SLSA v1) by BuildKit: builder x, source y, commit z');
	t.is(says({kind: 'provenance', format: 'SLSA v0.2', signers: [{}]}), 'provenance (SLSA v0.2); signed with a key');
	t.is(says({kind: 'sbom', format: 'SPDX 2.3', packages: 412}), 'SBOM (SPDX 2.3) of 412 packages');
	t.is(says({kind: 'sbom', format: '', tool: 'syft', packages: 1}), 'SBOM of 1 package, written by syft');
	t.is(says({kind: 'attestation', format: '', predicateType: 'https://x.example'}), 'attestation (https://x.example)');
	t.is(says({kind: 'attestation', format: '', title: 'a Helm chart'}), 'a Helm chart');
	t.is(says({kind: 'attestation', format: '', problem: 'it is gone'}), 'attestation; not all of it could be read: it is gone');
});
