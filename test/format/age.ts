import test from 'ava';
import {ageWidth, formatAge} from '../../source/format/age.js';

test('ages are told in whole units, from two of each on', t => {
	const day = 86_400;
	t.deepEqual([-5, 0, 59, 60, 119, 120, 7199, 7200, 2 * day - 1, 2 * day, 13 * day, 14 * day, 60 * day, 61 * day, 730 * day, 731 * day, 56 * 365.25 * day].map(seconds => formatAge(seconds)), [
		'now', 'now', 'now', '1 min', '1 min', '2 min', '119 min', '2 hours', '47 hours', '2 days', '13 days', '2 weeks', '8 weeks', '2 months', '23 months', '2 years', '56 years',
	]);
});

test('none takes more columns than it says', t => {
	for (let seconds = 0; seconds < 1e14; seconds = (seconds * 1.07) + 1) {
		t.true(formatAge(seconds).length <= ageWidth, String(seconds));
	}
});
