import test from 'ava';
import {keepSessions} from '../../source/ui/effects/keep-sessions.js';
import type {Session} from '../../source/ui/effects/session.js';
import {createRelay} from '../../source/ui/relay.js';
import {initialState} from '../../source/ui/state.js';
import {createStore} from '../../source/ui/store.js';

/** A session that tells when it is closed, and leads where it is said to. */
function sessionOf(name: string, closed: string[], lead?: Session['lead']): Session {
	return {
		// Esc has nothing to stop in one that is whole.
		store: createStore({...initialState({reference: name, columns: 80, rows: 24}), phase: 'whole'}),
		opening: Promise.resolve(),
		failure: undefined,
		async start() {
			// There is nothing to read.
		},
		close() {
			closed.push(name);
		},
		...(lead && {lead}),
	};
}

const isSide = ({type}: {type: string}) => type === 'open-side';

for (const isKept of [true, false]) {
	test(`a session to which one led is closed once, by ${isKept ? 'who led there' : 'who leaves it'}: at the end`, t => {
		const closed: string[] = [];
		const inner = sessionOf('inner', closed);
		const outer = sessionOf('outer', closed, action => isSide(action) ? {session: inner, isKept} : undefined);
		const relay = createRelay(outer.store);
		const end = keepSessions(relay, outer, error => t.fail(String(error)));
		relay.dispatch({type: 'open-side', side: 'a'});
		t.is(relay.getState().reference, 'inner');
		end();
		t.deepEqual(closed.toSorted(), isKept ? ['outer'] : ['inner', 'outer']);
	});

	test(`a session to which one led is closed once, by ${isKept ? 'who led there' : 'who leaves it'}: on the way back`, t => {
		const closed: string[] = [];
		const inner = sessionOf('inner', closed);
		const outer = sessionOf('outer', closed, action => isSide(action) ? {session: inner, isKept} : undefined);
		const relay = createRelay(outer.store);
		const end = keepSessions(relay, outer, error => t.fail(String(error)));
		relay.dispatch({type: 'open-side', side: 'a'});
		relay.dispatch({type: 'back'});
		t.is(relay.getState().reference, 'outer');
		t.deepEqual(closed, isKept ? [] : ['inner']);
		end();
		t.deepEqual(closed, isKept ? ['outer'] : ['inner', 'outer']);
	});
}
