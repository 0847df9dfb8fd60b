import test from 'ava';
import {change} from '../../source/tree/change.js';
import {absent} from '../../source/tree/entry-store.js';
import {Transitions} from '../../source/tree/transitions.js';

test('what a path shows after and before each layer', t => {
	const transitions = new Transitions();
	transitions.begin(1, 2);
	transitions.add(1, 1, 10, change.added);
	transitions.begin(2, 2);
	transitions.begin(3, 2);
	const gone = transitions.add(1, 3, absent, change.removed);
	transitions.begin(4, 2);
	transitions.add(1, 4, 40, change.added);
	t.deepEqual([0, 1, 2, 3, 4, 5].map(layer => transitions.stateAfter(1, layer)), [absent, 10, 10, absent, 40, 40]);
	t.deepEqual([1, 2, 3].map(layer => transitions.stateBefore(gone, layer)), [absent, 10, 10]);
	t.is(transitions.state(1), 40);
	t.is(transitions.state(0), absent);
	t.is(transitions.state(1_000_000), absent);
	t.is(transitions.at(1_000_000, 4), -1);
	t.deepEqual([1, 2, 3, 4, 5].map(layer => [transitions.start(layer), transitions.end(layer)]), [[0, 1], [1, 1], [1, 2], [2, 3], [3, 3]]);
});

test('columns grow', t => {
	const transitions = new Transitions();
	transitions.begin(1, 5000);
	for (let path = 0; path < 5000; path++) {
		transitions.add(path, 1, path, change.added);
		transitions.hides[path] = path;
	}

	for (const path of [0, 1023, 1024, 4999]) {
		t.is(transitions.state(path), path);
		t.is(transitions.hides[path], path);
		t.is(transitions.at(path, 1), path);
	}
});
