import test from 'ava';
import {didYouMean, nearest} from '../../source/commands/nearest.js';

test('few edits away', t => {
	const words = ['summary', 'files', 'schema', 'completion'];
	t.is(nearest('sumary', words), 'summary');
	t.is(nearest('flies', words), 'files');
	t.is(nearest('completions', words), 'completion');
	t.is(nearest('x', words), undefined);
	t.is(nearest('nginx', words), undefined);
});

test('as a sentence, or nothing', t => {
	t.is(didYouMean('shcema', ['schema']), ' Did you mean schema?');
	t.is(didYouMean('banana', ['schema']), '');
});
