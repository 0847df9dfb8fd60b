import test from 'ava';
import {assignment, execForm, instructionLines, plainWord} from '../../../source/audit/sketch/dockerfile-words.js';

test('what shows text in another order than it is in is no word of a Dockerfile', t => {
	for (const sign of ['\u202E', '\u2066', '\u2069', '\u200F', '\n', '\u001B']) {
		t.is(assignment('A', `x${sign}y`), undefined);
		t.is(plainWord(`/x${sign}y`), undefined);
		t.notRegex(execForm([`x${sign}y`]), /[\n\u001B\u200F\u202E\u2066\u2069]/);
		t.deepEqual(JSON.parse(execForm([`x${sign}y`])), [`x${sign}y`]);
	}

	t.is(assignment('A', '漢字 é'), 'A="漢字 é"');
	t.is(plainWord('/é'), '/é');
});

test('lines of an instruction that are no part of it in a Dockerfile are a comment', t => {
	t.deepEqual(instructionLines('ENV A=x\nRUN evil'), ['# It has several lines, which can\'t be written so:', '# ENV A=x', '# RUN evil']);
	for (const whole of ['RUN a && \\\n    b', 'RUN <<EOF\nset -e\nmake\nEOF', 'COPY <<-"end" /x\n\ta\nend', 'RUN make']) {
		t.deepEqual(instructionLines(whole), whole.split('\n'));
	}
});
