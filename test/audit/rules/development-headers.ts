import test from 'ava';
import {developmentHeaders} from '../../../source/audit/rules/development-headers.js';
import {toldFindings} from '../../helpers/audit-story.js';

test('headers, and what tells compilers of libraries', async t => {
	t.deepEqual(await toldFindings(t, [developmentHeaders], `
		RUN make install
		  usr/include/a.h * 10
		  usr/local/include/deep/b.h * 20
		  usr/lib/x86_64-linux-gnu/pkgconfig/a.pc * 40
		  usr/lib/x86_64-linux-gnu/cmake/a/a-config.cmake * 80
		RUN more
		  usr/include/c.h * 1
	`), [
		'note development-headers layer 1 /usr 150 B: 4 files to compile against (150 B) in /usr, which no program that runs reads: /usr/lib/x86_64-linux-gnu/cmake/a (80 B), /usr/lib/x86_64-linux-gnu/pkgconfig (40 B), /usr/local/include/deep (20 B) and /usr/include (10 B).',
		'note development-headers layer 2 /usr/include 1 B: 1 file to compile against (1 B) in /usr/include, which no program that runs reads.',
	]);
});

test('no headers: other folders of the name, a header beside a program, what is removed', async t => {
	t.deepEqual(await toldFindings(t, [developmentHeaders], `
		RUN make install
		  srv/app/include/a.h * 10
		  srv/app/cmake/x.cmake * 10
		  usr/include/gone.h * 10
		RUN rm -rf /usr/include
		  usr/.wh.include
	`), []);
});
