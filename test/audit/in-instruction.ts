import test from 'ava';
import {endRun} from '../../source/audit/in-instruction.js';

test('a RUN that can go on is written out with its new end', t => {
	t.is(endRun(3, 'RUN make && make install', 'rm -rf /tmp/*'), 'write `RUN make && make install && rm -rf /tmp/*` in layer 3');
});

test('one that can\'t is told by its layer', t => {
	const told = ['RUN ["make"]', 'RUN --network=none ["make"]', 'RUN <<EOF make EOF', 'RUN make # all of it', 'RUN make &', 'RUN make;', 'RUN curl -u me:s*** x', `RUN ${'a'.repeat(300)}`].map(instruction => endRun(3, instruction, 'true'));
	t.deepEqual([...new Set(told)], ['end the RUN of layer 3 with `&& true`']);
});
