import {spawnSync} from 'node:child_process';

/** Pythons that may have a package: one that is first on PATH, and the system's, which Debian's packages are for. */
const interpreters = ['python3', '/usr/bin/python3'];

/** The Python that has a module; undefined where none has. */
export function pythonWith(module: string): string | undefined {
	return interpreters.find(interpreter => spawnSync(interpreter, ['-c', `import ${module}`], {stdio: 'ignore'}).status === 0);
}

/**
Runs a program of Python with text as its standard input.

@throws {Error} With what it wrote, where it does not end well.
*/
export function runPython(interpreter: string, program: string, input: string, more: readonly string[] = []): string {
	const {status, stdout, stderr} = spawnSync(interpreter, ['-c', program, ...more], {input, maxBuffer: 2 ** 28, encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(stderr);
	}

	return stdout;
}
