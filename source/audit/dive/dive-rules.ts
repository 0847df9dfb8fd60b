import type {DiveFigures} from '../../tree/dive-figures.js';
import {formatGoFixed, formatGoNumber, parseGoNumber} from './go-number.js';
import {parseHumanizedBytes} from './humanized-bytes.js';

/** Dive's rules by the names that its users write, in the order in which it prints them. */
export const diveRuleNames = ['highestUserWastedPercent', 'highestWastedBytes', 'lowestEfficiency'] as const;

export type DiveRuleName = (typeof diveRuleNames)[number];

/** Each rule's limit as it was written. */
export type DiveLimits = Record<DiveRuleName, string>;

/** What dive takes where nobody says otherwise. */
export const defaultDiveLimits: Readonly<DiveLimits> = {
	lowestEfficiency: '0.9',
	highestWastedBytes: 'disabled',
	highestUserWastedPercent: '0.1',
};

/** A limit that was read: a number, or off. Dive takes NaN, which nothing is above. */
export type DiveLimit = 'disabled' | {limit: number} | {problem: string};

/** What came of a rule. */
export type DiveResult = {
	rule: DiveRuleName;
	status: 'PASS' | 'FAIL' | 'SKIP';
	/** In dive's words. */
	message: string;
	/** Undefined where the rule is off, and so for the value. */
	limit?: number;
	/** The figure that was held against it; NaN and infinite as dive has them. */
	value?: number;
};

/**
Reads a limit as dive does (`cmd/dive/cli/internal/command/ci/rules.go` of v0.13): `disabled`, `off`, `false` and nothing turn the rule
off; efficiency and share are numbers from 0 to 1, bytes a size.
*/
export function readDiveLimit(rule: DiveRuleName, text: string): DiveLimit {
	if (['', 'disabled', 'off', 'false'].includes(text.trim().toLowerCase())) {
		return 'disabled';
	}

	if (rule === 'highestWastedBytes') {
		const limit = parseHumanizedBytes(text);
		return limit === undefined ? {problem: `${rule} is a size such as 20MB, or disabled, not ${text}`} : {limit};
	}

	const limit = parseGoNumber(text);
	return limit === undefined || limit < 0 || limit > 1
		? {problem: `${rule} is a number from 0 to 1, or disabled, not ${text}`}
		: {limit};
}

/**
Holds an image's figures against dive's rules.

@throws {RangeError} At a limit that can't be read.
*/
export function judgeAsDive(figures: DiveFigures, limits: Readonly<DiveLimits>): {passed: boolean; results: DiveResult[]} {
	const results = diveRuleNames.map((rule): DiveResult => {
		const read = readDiveLimit(rule, limits[rule]);
		if (read === 'disabled') {
			return {rule, status: 'SKIP', message: 'disabled'};
		}

		if ('problem' in read) {
			throw new RangeError(read.problem);
		}

		const {limit} = read;
		const value = diveValue(rule, figures);
		const isBroken = rule === 'lowestEfficiency' ? limit > value : value > limit;
		return {rule, status: isBroken ? 'FAIL' : 'PASS', message: isBroken ? brokenLine(rule, value, limit) : limits[rule], limit, value};
	});
	return {passed: results.every(({status}) => status !== 'FAIL'), results};
}

/** The figure that a rule is about, as dive computes it: a share of nothing is NaN or infinite to it, and NaN is above no limit. */
export function diveValue(rule: DiveRuleName, {efficiency, wastedBytes, userWastedPercent}: DiveFigures): number {
	switch (rule) {
		case 'lowestEfficiency': {
			return efficiency;
		}

		case 'highestWastedBytes': {
			return wastedBytes;
		}

		case 'highestUserWastedPercent': {
			return userWastedPercent ?? wastedBytes / 0;
		}
	}
}

function brokenLine(rule: DiveRuleName, value: number, limit: number): string {
	switch (rule) {
		case 'lowestEfficiency': {
			return `image efficiency is too low (efficiency=${formatGoFixed(value, 2)} < threshold=${formatGoNumber(limit)})`;
		}

		case 'highestWastedBytes': {
			return `too many bytes wasted (wasted-bytes=${value} > threshold=${BigInt(limit)})`;
		}

		case 'highestUserWastedPercent': {
			return `too many bytes wasted, relative to the user bytes added (%-user-wasted-bytes=${formatGoFixed(value, 2)} > threshold=${formatGoNumber(limit)})`;
		}
	}
}
