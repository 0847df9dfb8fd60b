import path from 'node:path';
import process from 'node:process';

/*
AVA loads this before each file of tests: what programs keep that tests run goes into a folder of their own, and nothing comes out of
the user's, nor does what the user has configured change them.
*/
process.env.XDG_CACHE_HOME = path.resolve(import.meta.dirname, '../../node_modules/.cache/freedive-tests');
process.env.XDG_CONFIG_HOME = path.resolve(import.meta.dirname, '../../node_modules/.cache/freedive-tests/no-configuration');
