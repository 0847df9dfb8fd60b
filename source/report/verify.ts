import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import type {Attached} from '../image/attached.js';
import type {CheckedClaim, VerifiedBlob} from '../image/verify-image.js';
import {reportAttached, type ReportedAttached} from './reported-attached.js';
import {reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `verify` tells, in the shape of its JSON. */
export type Verify = {
	schema: 'freedive/verify/1';
	image: ReportedImage;
	/** Whether all that is claimed holds: not where something could not be read. */
	holds: boolean;
	/** Documents first, then layers from the base upward. */
	blobs: ReportedBlob[];
	/** Signatures, attestations, SBOMs. */
	attached: ReportedAttached[];
	warnings: ReportedWarning[];
};

export type ReportedBlob = {
	kind: VerifiedBlob['kind'];
	layer: LayerNumber | null;
	/** What the documents call it. Not safe for a terminal. */
	blob: string;
	mediaType: string;
	checks: CheckedClaim[];
	/** Why it could not be read to its end. */
	problem: string | null;
};

/** What came of holding claims against bytes. */
export function reportVerify(image: Image, blobs: readonly VerifiedBlob[], attached: readonly Attached[], warnings: readonly ImageWarning[]): Verify {
	return {
		schema: 'freedive/verify/1',
		image: reportImage(image),
		holds: blobs.every(({checks, problem, isForeign}) => checks.every(({holds}) => holds) && (problem === undefined || isForeign === true)),
		blobs: blobs.map(({kind, layer, blob, mediaType, checks, problem}) => ({kind, layer: layer ?? null, blob, mediaType, checks, problem: problem ?? null})),
		attached: attached.map(one => reportAttached(one)),
		warnings: reportWarnings(warnings),
	};
}
