import fs from 'node:fs';
import path from 'node:path';
import {BaselineError, readBaseline} from '../audit/baseline.js';
import {readDiveLimit, type DiveLimits, type DiveRuleName} from '../audit/dive/dive-rules.js';
import {readDiveCi} from '../audit/dive/read-dive-ci.js';
import type {AuditPolicy} from '../audit/gate.js';
import {readPolicy} from '../audit/policy/read-policy.js';
import {defaultPolicy, type Policy} from '../audit/policy/policy.js';
import {rules as allRules} from '../audit/rules/index.js';
import type {Limits, ThresholdName} from '../audit/thresholds.js';
import {didYouMean} from '../format/nearest.js';
import type {Options} from '../options.js';
import type {Outside} from './outside.js';
import {divePolicyFile, inWorkingFolder, largestPolicy, policyFile} from './policy-files.js';
import {readNamed} from './read-named.js';
import {UsageError} from './usage-error.js';

/** A baseline of more than this is none. */
const largestBaseline = 32 << 20;

/** The policy that holds, and all that an audit needs to heed it. */
export type ChosenPolicy = AuditPolicy & {
	/** Sentences about the file itself. */
	notes: readonly string[];
	/** The baseline that was read, whoever named it. */
	baseline?: string;
};

/**
Finds and reads the policy: the file that `--policy` names, else `.freedive.yaml`, else `.dive-ci` in the working folder. What the
command line says goes over what the file says. Where `.dive-ci` alone is there, its limits alone gate.

@throws {YamlError} Where the file can't be followed.
@throws {UsageError} Where it or the baseline can't be read, or a rule is none.
*/
export async function choosePolicy(options: Options, outside: Outside): Promise<ChosenPolicy> {
	const {policy, file, notes} = await readChosen(options, outside);
	return {...await withFlags(policy, options, outside, file), file, notes};
}

/**
What is asked for where there is no file.

@throws {UsageError} Where the baseline can't be read, or a rule is none.
*/
export async function policyOfFlags(options: Options, outside: Outside): Promise<ChosenPolicy> {
	return {...await withFlags(defaultPolicy, options, outside), notes: []};
}

async function withFlags(fromFile: Policy, options: Options, outside: Outside, file?: string): Promise<Omit<ChosenPolicy, 'notes'>> {
	const only = checkRules('--only', options.only);
	const skip = checkRules('--skip', options.skip);
	const rules = allRules.filter(({id}) => (only.length > 0 ? only.includes(id) : fromFile.rules.get(id)?.isOn !== false) && !skip.includes(id));
	if (rules.length === 0 && only.length + skip.length > 0) {
		throw new UsageError(`${[only.length > 0 ? '--only' : '', skip.length > 0 ? '--skip' : ''].filter(Boolean).join(' and ')} ${only.length > 0 && skip.length > 0 ? 'leave' : 'leaves'} no rule.`);
	}

	const policy: Policy = {
		...fromFile,
		failOn: options.failOn ?? fromFile.failOn,
		base: options.base ?? fromFile.base,
		required: {
			paths: fromFile.required.paths,
			labels: [...fromFile.required.labels, ...options.requireLabel],
			codecs: [...fromFile.required.codecs, ...options.requireCodec],
		},
	};
	// One that is written is not heeded. What the policy names lies beside it.
	const named = options.baseline ?? (policy.baseline === undefined ? undefined : path.join(path.dirname(file ?? ''), policy.baseline));
	const baseline = options.writeBaseline === undefined ? named : undefined;
	return {
		policy,
		rules,
		ruleIds: rules.map(({id}) => id),
		...(baseline !== undefined && {baseline}),
		known: options.writeBaseline === undefined ? await readKnown(baseline, outside) : 'all',
		today: (outside.now?.() ?? new Date()).toISOString().slice(0, 10),
	};
}

async function readChosen(options: Options, outside: Outside): Promise<{policy: Policy; file?: string; notes: readonly string[]}> {
	const ruleIds = allRules.map(({id}) => id);
	const there = (name: string) => fs.existsSync(inWorkingFolder(outside, name));
	const file = options.policy ?? [policyFile, divePolicyFile].find(name => there(name));
	if (file === undefined) {
		return {policy: defaultPolicy, notes: []};
	}

	const bytes = await readNamed(file, outside, '--policy', largestPolicy);
	if (path.basename(file) !== divePolicyFile) {
		return {policy: readPolicy(file, bytes, ruleIds), file, notes: []};
	}

	const {limits, remarks} = readDiveCi(file, bytes);
	return {policy: {...defaultPolicy, failOn: 'never', limits: diveLimits(limits)}, file, notes: [...remarks, `${file} has dive's thresholds, and they alone decide; freedive audit IMAGE --init writes a policy of all that freedive finds.`]};
}

const limitOf: Readonly<Record<DiveRuleName, ThresholdName>> = {
	lowestEfficiency: 'efficiency',
	highestWastedBytes: 'wasted-bytes',
	highestUserWastedPercent: 'user-wasted-percent',
};

/** Dive's limits by the names that policies have for them. */
function diveLimits(limits: DiveLimits): Limits {
	return Object.fromEntries(Object.entries(limits).flatMap(([rule, text]): Array<[ThresholdName, number]> => {
		const read = readDiveLimit(rule as DiveRuleName, text);
		// To dive nothing is above what is no number.
		return typeof read === 'object' && 'limit' in read && !Number.isNaN(read.limit) ? [[limitOf[rule as DiveRuleName], read.limit]] : [];
	}));
}

/** The limits of a `.dive-ci` in the working folder; undefined where there is none. */
export async function readDiveLimits(outside: Outside): Promise<Limits | undefined> {
	return fs.existsSync(inWorkingFolder(outside, divePolicyFile))
		? diveLimits(readDiveCi(divePolicyFile, await readNamed(divePolicyFile, outside, 'dive\'s policy', largestPolicy)).limits)
		: undefined;
}

async function readKnown(name: string | undefined, outside: Outside): Promise<ReadonlySet<string>> {
	if (name === undefined) {
		return new Set();
	}

	try {
		return readBaseline((await readNamed(name, outside, 'The baseline', largestBaseline)).toString());
	} catch (error) {
		throw error instanceof BaselineError ? new UsageError(`The baseline ${name} ${error.message}.`) : error;
	}
}

function checkRules(option: string, ids: readonly string[]): readonly string[] {
	const known = allRules.map(({id}) => id);
	for (const id of ids) {
		if (!known.includes(id)) {
			throw new UsageError(`${option}: there is no rule ${id}.${didYouMean(id, known)}`);
		}
	}

	return ids;
}
