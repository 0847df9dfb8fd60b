import test from 'ava';
import {joinHistory} from '../../source/image/history.js';

const step = (created_by: string, empty_layer?: boolean) => ({created: undefined, created_by, comment: undefined, empty_layer});

test('each entry without empty_layer takes the next layer', t => {
	const {history, warnings} = joinHistory([step('ADD a /'), step('ENV A=1', true), step('RUN b'), step('CMD c', true)], 2);
	t.deepEqual(history.map(({layer}) => layer), [1, undefined, 2, undefined]);
	t.deepEqual(history.map(({emptyLayer}) => emptyLayer), [false, true, false, true]);
	t.deepEqual(warnings, []);
});

test('more history than layers: the last have none', t => {
	const {history, warnings} = joinHistory([step('a'), step('b', true), step('c'), step('d')], 1);
	t.deepEqual(history.map(({layer}) => layer), [1, undefined, undefined, undefined]);
	t.is(warnings.length, 1);
	t.regex(warnings[0].message, /tells of 3 layers, and the image has one layer/);
	t.false(warnings[0].incomplete);
});

test('fewer: the last layers stay without', t => {
	const {history, warnings} = joinHistory([step('a')], 3);
	t.deepEqual(history.map(({layer}) => layer), [1]);
	t.regex(warnings[0].message, /tells of one layer, and the image has 3 layers/);
});

test('no history at all is nothing to warn of', t => {
	t.deepEqual(joinHistory([], 3), {history: [], warnings: []});
});

test('what an entry lacks is empty', t => {
	const {history} = joinHistory([{created: undefined, created_by: undefined, comment: '', empty_layer: undefined}], 1);
	t.deepEqual(history, [{createdBy: '', instruction: '', buildArguments: [], created: undefined, comment: undefined, emptyLayer: false, layer: 1}]);
});
