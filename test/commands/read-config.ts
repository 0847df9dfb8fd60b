import test from 'ava';
import {parse} from 'yaml';
import {readConfig} from '../../source/commands/read-config.js';
import {YamlError} from '../../source/format/yaml/yaml-error.js';
import {configSchema} from '../../source/report/schemas/config-schema.js';
import {schemaErrors} from '../helpers/validate-schema.js';

const read = (text: string) => readConfig('config.yaml', Buffer.from(text));

test('what may be said, and nothing at all', t => {
	t.deepEqual(read('cache:\n  windows: false\n  limit: 5 GB\n  folder: ~/scratch\n'), {cache: {windows: false, limit: 5e9, folder: '~/scratch'}});
	t.deepEqual(read('cache: {limit: 1000}'), {cache: {limit: 1000}});
	for (const nothing of ['', '# a comment\n', 'cache:\n', 'cache:\n  # limit: 1\n']) {
		t.deepEqual(read(nothing), {cache: {}});
	}
});

const wrong: ReadonlyArray<readonly [text: string, message: string]> = [
	['cach:\n  limit: 1', '1:1: the configuration has no key cach. Did you mean cache?'],
	['limit: 1', '1:1: the configuration has no key limit. Under cache there is limit.'],
	['cache:\n  limits: 1', '2:3: cache has no key limits. Did you mean limit?'],
	['cache:\n  windows: no', '2:12: windows is true or false, not no.'],
	['cache:\n  limit: much\n  folder: scratch', '2:10: limit is a size such as 250 MB, not much.\nconfig.yaml:3:11: folder is a path that begins with / or ~/, not scratch.'],
	['cache:\n  folder: ~other/x', '2:11: folder is a path that begins with / or ~/, not ~other/x.'],
	['cache: 3', '1:8: cache is a mapping: a word, a colon and a value on each line.'],
	['- cache', '1:1: the configuration is a mapping: a word, a colon and a value on each line.'],
	['cache: {}\ncache: {}', '2:1: cache is there twice.'],
	[`cache: ${'['.repeat(5000)}`, '1:39: It is nested more than 32 deep.'],
];
for (const [text, message] of wrong) {
	test(`what is wrong is told where it stands: ${text.slice(0, 40).replaceAll('\n', ' ')}`, t => {
		t.throws(() => read(text), {instanceOf: YamlError, message: `config.yaml:${message}`});
	});
}

test('the schema and the reader take and refuse the same', t => {
	const values = ['null', 'true', 'false', 'yes', '"true"', '0', '1', '-1', '1.5', '2GB', '2 GiB', 'much', '""', '/', '/a b', '~', '"~"', '~/', '~/x', '~x', 'x/y', './x', '"/a\\0"', '[]', '{}', '[1]', '{limit: 1}', '{windows: false}', '{other: 1}', '{folder: /x, limit: 3k}'];
	const places = [(value: string) => value, (value: string) => `cache: ${value}`, ...['windows', 'limit', 'folder', 'other'].map(key => (value: string) => `cache:\n  ${key}: ${value}`)];
	let taken = 0;
	for (const text of places.flatMap(place => values.map(value => place(value)))) {
		const isValid = schemaErrors(configSchema, parse(text)).length === 0;
		let isRead = true;
		try {
			read(text);
		} catch (error) {
			t.true(error instanceof YamlError, text);
			isRead = false;
		}

		t.is(isRead, isValid, text);
		taken += isValid ? 1 : 0;
	}

	t.true(taken > 15, `${taken} were taken`);
});
