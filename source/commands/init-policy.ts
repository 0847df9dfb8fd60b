import fs from 'node:fs';
import path from 'node:path';
import {baselineText} from '../audit/baseline.js';
import type {Options} from '../options.js';
import {policyText} from '../report/policy-text.js';
import {shellWord} from '../format/shell-word.js';
import {auditImage} from './audit-image.js';
import {checkOutputs} from './check-outputs.js';
import {policyOfFlags, readDiveLimits} from './choose-policy.js';
import {namedImages} from './named-images.js';
import type {Outside} from './outside.js';
import {inWorkingFolder, policyFile} from './policy-files.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';
import {writeFile} from './write-file.js';
import {writeOutput} from './write-output.js';

/** More findings than this are no list to read, and go into a baseline. */
const mostIgnored = 20;

const baselineFile = '.freedive-baseline.json';

/** `freedive audit IMAGE --init`: writes a policy that the image passes as it is. */
export async function initPolicy(options: Options, outside: Outside): Promise<number> {
	const [reference, ...others] = await namedImages(options, outside);
	if (others.length > 0) {
		throw new UsageError('--init writes the policy of one image.');
	}

	checkOutputs(options, outside, [reference]);
	const file = options.policy ?? policyFile;
	const baseline = path.join(path.dirname(file), baselineFile);
	checkFree(file, options, outside);
	const chosen = await policyOfFlags({...options, policy: undefined}, outside);
	const {audited, measured, warnings} = await auditImage(reference, options, outside, undefined, chosen);
	if (!options.quiet) {
		warnOfImage({image: audited.image, warnings}, outside);
	}

	if (!audited.complete) {
		throw new UsageError(`--init: ${reference} could not be read whole, and nobody can say what it would pass. Nothing is written.`);
	}

	const failing = audited.findings.filter(({fails}) => fails);
	const isLong = failing.length > mostIgnored;
	if (isLong) {
		checkFree(baseline, options, outside);
		await writeFile(inWorkingFolder(outside, baseline), [baselineText(failing)]);
	}

	await writeFile(inWorkingFolder(outside, file), [policyText({
		audited,
		figures: measured!,
		ignored: isLong ? [] : failing,
		baseline: isLong ? baselineFile : undefined,
		base: options.base,
		diveLimits: await readDiveLimits(outside),
		today: chosen.today,
	})]);
	await writeOutput(outside.standardOutput, [told(reference, options.policy, failing.length, isLong ? baseline : undefined)]);
	return 0;
}

function checkFree(file: string, {force}: Options, outside: Outside): void {
	if (!force && fs.existsSync(inWorkingFolder(outside, file))) {
		throw new UsageError(`${file} is there already. --force replaces it.`);
	}
}

function told(reference: string, policy: string | undefined, failing: number, baseline: string | undefined): string {
	const things = failing === 1 ? '1 finding that would fail is' : `${failing} findings that would fail are`;
	return [
		`${policy ?? policyFile} is written: ${reference} passes it as it is.`,
		...(failing === 0 ? [] : [baseline === undefined ? `${things} in it to be ignored: give each a reason, or mend it.` : `${things} in ${baseline}, and count as known.`]),
		`Next: freedive audit ${shellWord(reference)}${policy === undefined ? '' : ` --policy ${shellWord(policy)}`}`,
	].map(line => `${line}\n`).join('');
}
