import test from 'ava';
import {documentation} from '../../../source/audit/rules/documentation.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {dpkgPackage} from '../../helpers/package-layers.js';

test('manuals, translations, bytecode and tests, by layer and kind', async t => {
	t.deepEqual(await toldFindings(t, [documentation], `
		RUN install
		  usr/share/man/man1/a.1.gz * 40000
		  usr/share/doc/a/README * 50000
		  usr/share/doc/a/copyright * 70000
		  usr/share/info/a.info * 1000
		  usr/share/locale/de/LC_MESSAGES/a.mo * 100000
		RUN pip install a
		  usr/lib/python3/dist-packages/a/__pycache__/x.cpython-311.pyc * 80000
		  usr/lib/python3/dist-packages/a/tests/test_x.py * 90000
	`), [
		'note documentation layer 1 /usr/share/locale 100000 B: 1 file of translations (100 kB) in /usr/share/locale, into languages that the image sets nowhere.',
		'note documentation layer 1 /usr/share 91000 B: 3 files of documentation (91.0 kB) in /usr/share, which no service reads: /usr/share/doc (50.0 kB), /usr/share/man (40.0 kB) and /usr/share/info (1.00 kB).',
		'note documentation (medium) layer 2 /usr/lib/python3/dist-packages/a/tests 90000 B: 1 file of tests (90.0 kB) in /usr/lib/python3/dist-packages/a/tests, which run when a library is made, and not when it is used.',
		'note documentation (medium) layer 2 /usr/lib/python3/dist-packages/a/__pycache__ 80000 B: 1 file of Python\'s bytecode (80.0 kB) in /usr/lib/python3/dist-packages/a/__pycache__, which Python makes anew where it can, at the price of a slower start.',
	]);
});

test('none: too little, licences, the image\'s own language, packages and folders that are but called tests', async t => {
	t.deepEqual(await toldFindings(t, [documentation], `
		RUN install
		  usr/share/doc/a/README * 60000
		  usr/share/doc/a/copyright * 90000
		  usr/share/doc/a/LICENSE.txt * 90000
		  usr/share/locale/de/LC_MESSAGES/a.mo * 100000
		  usr/lib/locale/C.utf8/LC_CTYPE * 400000
		  srv/man/a * 100000
		  srv/node_modules/tests/index.js * 100000
		  srv/app/tests/x.py * 100000
		  usr/lib/python3/dist-packages/django/test/client.py * 100000
	`, {config: {config: {Env: ['LANG=de_AT.UTF-8']}}}), []);
});

test('the remedy by the package manager', async t => {
	const remedy = async (entry: string, contents = {}) => (await auditStory(t, [documentation], `
		RUN install
		  usr/share/doc/a/README * 100000
		  ${entry}
	`, {contents}))[0].remedy;
	t.regex(await remedy('var/lib/dpkg/status = @status', {status: dpkgPackage('a', '1')}), /^Before layer 1 installs, `RUN printf '%s\\n' 'path-exclude=\/usr\/share\/doc\/\*' 'path-include=\/usr\/share\/doc\/\*\/copyright' /);
	t.regex(await remedy('lib/apk/db/installed = @db', {db: 'P:a\nV:1\nA:x86_64\n\n'}), /^Leave packages that end in -doc out of the apk add of layer 1/);
	t.regex(await remedy('etc/motd = hello'), /^End the RUN of layer 1 with `&& find \/usr\/share\/doc -type f ! -name copyright -delete /);
});
