import {type BuiltProgram, buildProgram, glibcLoader, muslLoader} from './build-program.js';

export const glibcInterpreter = '/lib64/ld-linux-x86-64.so.2';
export const muslInterpreter = '/lib/ld-musl-x86_64.so.1';

/** Files of a small system of glibc, as lines of a layer: loader, C library, a shell. Their contents are in `glibcContents`. */
export const glibcSystem = `
		  0755 lib64/ld-linux-x86-64.so.2 = @loader
		  0755 usr/lib/x86_64-linux-gnu/libc.so.6 = @libc
		  0755 bin/sh = @sh`;

export const glibcContents = {
	loader: buildProgram(glibcLoader),
	libc: buildProgram({soname: 'libc.so.6', needed: ['ld-linux-x86-64.so.2'], versionsDefined: ['libc.so.6', 'GLIBC_2.2.5', 'GLIBC_2.4', 'GLIBC_2.36']}),
	sh: program({}),
	musl: buildProgram(muslLoader),
};

/** A program of glibc. */
export function program(more: BuiltProgram): Buffer {
	return buildProgram({interpreter: glibcInterpreter, ...more, needed: [...more.needed ?? [], 'libc.so.6']});
}
