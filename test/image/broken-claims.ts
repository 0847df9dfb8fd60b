import test from 'ava';
import {brokenClaims, withBrokenClaims} from '../../source/image/broken-claims.js';
import type {VerifiedBlob} from '../../source/image/verify-image.js';

const blob = (more: Partial<VerifiedBlob>): VerifiedBlob => ({kind: 'layer', layer: 2, blob: 'sha256:ab', mediaType: '', checks: [], ...more});

test('what holds is no warning, and what does not belongs to its layer', t => {
	t.deepEqual(brokenClaims([blob({checks: [{claim: 'digest', claimed: 'x', found: 'x', holds: true}]})]), []);
	t.deepEqual(brokenClaims([
		blob({checks: [
			{claim: 'digest', claimed: 'sha256:a', found: 'sha256:b', holds: false},
			{claim: 'size', claimed: '3000', found: '4000', holds: false},
			{claim: 'mediaType', claimed: 'zstd', found: 'none', holds: false},
		]}),
		blob({kind: 'config', layer: undefined, checks: [{claim: 'digest', claimed: 'sha256:a', found: 'sha256:b', holds: false}, {claim: 'size', claimed: '3', found: '4', holds: false}]}),
	]), [
		{layer: 2, message: 'its blob is not what its digest says: it should be sha256:a and is sha256:b', incomplete: false, isMismatch: true},
		{layer: 2, message: 'Layer 2: its blob sha256:ab has 4,000 bytes, where its descriptor says 3,000.', incomplete: false, isMismatch: true},
		{layer: 2, message: 'its blob is not what is claimed: its media type says zstd and it is a plain tar', incomplete: false, isMismatch: true},
		{layer: undefined, message: 'The config is not what its digest says: it should be sha256:a and is sha256:b.', incomplete: false, isMismatch: true},
		{layer: undefined, message: 'The config sha256:ab is not what is claimed: it should have 3 bytes and has 4.', incomplete: false, isMismatch: true},
	]);
});

test('what could not be read is incomplete, but for what is elsewhere on purpose', t => {
	t.deepEqual(brokenClaims([blob({problem: 'gone'}), blob({layer: 3, problem: 'elsewhere', isForeign: true})]), [
		{layer: 2, message: 'gone', incomplete: true},
		{layer: 3, message: 'elsewhere', incomplete: false},
	]);
});

test('nothing is told twice', t => {
	const message = 'its blob is not what its digest says: it should be sha256:a and is sha256:b';
	const mismatch = {layer: 2, message, incomplete: false, isMismatch: true};
	t.deepEqual(withBrokenClaims([{layer: 2, message, incomplete: false}, {layer: 1, message, incomplete: false}], [mismatch]), [{layer: 1, message, incomplete: false}, mismatch]);
	const unread = {layer: 2, message: 'it is cut off', incomplete: true};
	t.deepEqual(withBrokenClaims([unread], [{layer: 2, message: 'unexpected end of file', incomplete: true}, mismatch]), [unread, mismatch]);
	t.deepEqual(withBrokenClaims([], [unread]), [unread]);
});
