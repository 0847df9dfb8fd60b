import test from 'ava';
import {layerTitle} from '../../source/image/layer-title.js';

test('an instruction stands in one line, and in its place what is known', t => {
	t.is(layerTitle({instruction: 'RUN a && \\\n    b', comment: 'Imported from -'}), 'RUN a && b');
	t.is(layerTitle({instruction: '', comment: 'Imported from -'}), '(Imported from -)');
	t.is(layerTitle({instruction: ''}), '(no instruction)');
	t.is(layerTitle({instruction: null, comment: null}), '(no history)');
});
