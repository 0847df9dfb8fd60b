import test from 'ava';
import {rules} from '../../../source/audit/rules/index.js';
import {ruleOfWaste} from '../../../source/audit/waste-rule.js';
import {fate} from '../../../source/tree/fate.js';
import type {WasteCause} from '../../../source/tree/waste.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';

const wasteRules = rules.filter(({id}) => ['metadata-rewrite', 'identical-rewrite', 'moved-file', 'removed-later', 'overwritten', 'duplicate-content', 'empty-layer'].includes(id));

const finds = test.macro<[what: string, story: string, told: string[], base?: number]>({
	async exec(t, _, story, told, base) {
		t.deepEqual(await toldFindings(t, wasteRules, story, {base}), told);
	},
	title: (_, what) => what,
});

test(finds, 'an owner that is changed later', `
	COPY app /srv
	  srv/a * 5000
	RUN chown -R 1000:1000 /srv
	  1000:1000 srv/a * 5000
`, ['warning metadata-rewrite layer 2 /srv/a 5000 B: Layer 2 changes the owner of /srv/a (5.00 kB), stored by layer 1: it is stored again.']);

test(finds, 'a file that is stored again as it was', `
	COPY app /srv
	  srv/a * 5000
	COPY app /srv
	  srv/a * 5000
`, ['warning identical-rewrite layer 2 /srv/a 5000 B: Layer 2 stores /srv/a (5.00 kB) again, byte for byte what layer 1 stored.']);

test(finds, 'a file that is moved', `
	COPY app /srv
	  srv/a = letters from A to B
	RUN mv /srv/a /srv/b
	  srv/.wh.a
	  srv/b = letters from A to B
`, ['warning moved-file layer 2 /srv/a 19 B: Layer 2 moves /srv/a (19 B) to /srv/b, stored by layer 1: it is stored again.']);

test(finds, 'a file that is removed later, by where it is to be mended', `
	RUN make
	  srv/a * 5000
	RUN rm /srv/a
	  srv/.wh.a
`, ['warning removed-later layer 1 /srv/a 5000 B: Layer 2 removes /srv/a (5.00 kB), stored by layer 1.']);

test(finds, 'a file of the base that is removed later, by who removes it', `
	RUN make
	  srv/a * 5000
	RUN rm /srv/a
	  srv/.wh.a
`, ['warning removed-later layer 2 /srv/a 5000 B: Layer 2 removes /srv/a (5.00 kB), stored by layer 1.'], 1);

test(finds, 'a file that is stored anew', `
	RUN make
	  srv/a * 5000
	RUN make again
	  srv/a * 5001
`, ['note overwritten layer 2 /srv/a 5000 B: Layer 2 stores /srv/a (5.00 kB) anew, with other bytes than layer 1.']);

test(finds, 'copies; not hard links, nor small ones', `
	RUN make
	  srv/a * 5000
	  srv/other * 5000
	  srv/link => srv/a
	  srv/small * 4000
	COPY again /
	  opt/a -> /srv/a
	  opt/small * 4000
`, []);

test('copies are told of by the later one', async t => {
	const content = 'x'.repeat(5000);
	const [finding, ...others] = await auditStory(t, wasteRules, `RUN make\n  srv/z = ${content}\nRUN cp\n  opt/a = ${content}\n  opt/b = ${content}`);
	t.deepEqual(others, []);
	t.is(finding.message, '/opt/a and /opt/b hold the same 5.00 kB as /srv/z.');
	t.is(finding.remedy, 'Instead of the copies write `ln -s /srv/z /opt/a`.');
	t.like(finding, {severity: 'note', confidence: 'medium', layer: 2, bytes: 10_000});
	t.is(finding.contents!.length, 2);
});

test(finds, 'layers that bring nothing; not folders that WORKDIR makes, nor whiteouts', `
	COPY a /
	  srv/a = a
	RUN true
	  (nothing)
	RUN mkdir -p /opt/x
	  opt/
	  opt/x/
	WORKDIR /srv
	  srv/
	WORKDIR /new
	  new/
	RUN rm /srv/a
	  srv/.wh.a
	RUN touch /srv/b
	  srv/b
	ENV A=1
`, [
	'warning removed-later layer 1 /srv/a 1 B: Layer 6 removes /srv/a (1 B), stored by layer 1.',
	'note empty-layer layer 2: Layer 2 has no entries.',
	'note empty-layer layer 3: Layer 3 has folders alone.',
	'note empty-layer layer 4: Layer 4 has folders alone, which were there already.',
]);

test('each cause of waste is told of by one rule', t => {
	const causes: Record<WasteCause, string> = {
		chown: 'metadata-rewrite', chmod: 'metadata-rewrite', touch: 'metadata-rewrite',
		'copied-again': 'identical-rewrite', 'stored-twice': 'identical-rewrite',
		moved: 'moved-file',
		'package-cache': 'removed-later', download: 'removed-later', 'package-removed': 'removed-later', 'folder-replaced': 'removed-later', removed: 'removed-later',
		overwritten: 'overwritten', 'package-upgraded': 'overwritten', unknown: 'overwritten',
	};
	const part = {layer: 1, hiddenBy: 2, bytes: 1, files: 1};
	for (const [cause, rule] of Object.entries(causes)) {
		t.is<string, string>(ruleOfWaste({cause: cause as WasteCause, parts: [{...part, fate: fate.removed}]}), rule);
	}

	t.is(ruleOfWaste({cause: 'package-cache', parts: [{...part, fate: fate.overwritten}]}), 'overwritten');
});

test('files that were copied from one folder to another are one finding; not those of other names, nor of other layers', async t => {
	const story = `
		RUN make
		  usr/lib/a.so = @a
		  usr/lib/b.so = @b
		  usr/lib/c.so = @c
		  usr/lib/d.so = @d
		RUN cp -a /usr/lib /opt
		  opt/lib/a.so = @a
		  opt/lib/b.so = @b
		  opt/lib/renamed.so = @c
		RUN cp /usr/lib/d.so /opt/lib
		  opt/lib/d.so = @d
	`;
	const contents = {a: 'a'.repeat(6000), b: 'b'.repeat(5000), c: 'c'.repeat(4500), d: 'd'.repeat(4200)};
	const findings = await auditStory(t, rules.filter(({id}) => id === 'duplicate-content'), story, {contents});
	t.deepEqual(findings.map(({message, layer, bytes, contents}) => ({message, layer, bytes, count: contents!.length})), [
		{message: '2 files in /opt/lib hold the same 11.0 kB as those of their names in /usr/lib: a.so (6.00 kB) and b.so (5.00 kB).', layer: 2, bytes: 11_000, count: 2},
		{message: '/opt/lib/renamed.so holds the same 4.50 kB as /usr/lib/c.so.', layer: 2, bytes: 4500, count: 1},
		{message: '/opt/lib/d.so holds the same 4.20 kB as /usr/lib/d.so.', layer: 3, bytes: 4200, count: 1},
	]);
	t.is(findings[0].remedy, 'Use those in /usr/lib, or link to them instead of copying: `ln -s /usr/lib/a.so /opt/lib/a.so`, and likewise the others.');
});

test('a backup is to be removed, not linked to, whichever of the two comes first in the layer', async t => {
	const [{message, remedy}] = await auditStory(t, rules.filter(({id}) => id === 'duplicate-content'), 'RUN apt-get purge a\n  var/lib/dpkg/status-old = @status\n  var/lib/dpkg/status = @status', {contents: {status: 'x'.repeat(5000)}});
	t.is(message, '/var/lib/dpkg/status-old holds the same 5.00 kB as /var/lib/dpkg/status.');
	t.is(remedy, 'It is a backup that nothing reads: end the instruction that makes it with `rm /var/lib/dpkg/status-old`.');
});

test('what is removed later is to be mended where an instruction is known, though another layer stored more of it', async t => {
	const [finding] = await auditStory(t, rules.filter(({id}) => id === 'removed-later'), `
		FROM
		  var/lib/apt/lists/big * 9000
		RUN apt-get update && apt-get install -y a
		  var/lib/apt/lists/small * 5000
		RUN rm -rf /var/lib/apt/lists/*
		  var/lib/apt/lists/.wh.big
		  var/lib/apt/lists/.wh.small
	`);
	t.like(finding, {layer: 2, bytes: 14_000});
});

test('copies are told set by set only of the worst, and the others at once', async t => {
	const story = `
		COPY a /a
${Array.from({length: 22}, (_, index) => `		  a/${index}one * ${9000 - index}
		  a/${index}two = @${index}`).join('\n')}
	`;
	// The same bytes under another name: `*` fills a file with its own name.
	const contents = Object.fromEntries(Array.from({length: 22}, (_, index) => [String(index), Buffer.alloc(9000 - index, `a/${index}one`)]));
	const told = await toldFindings(t, rules.filter(({id}) => id === 'duplicate-content'), story, {contents});
	t.is(told.length, 21);
	t.regex(told[1], /layer 1 \/a\/0two 9000 B/);
	t.is(told.find(line => line.includes('other')), 'note duplicate-content (medium) 17959 B: 2 other files of 8.98 kB or less are there more than once, 18.0 kB too often.');
});

test('copies that packages own, and those that other rules name, are left out; a later chown did not make one', async t => {
	const content = 'x'.repeat(5000);
	const archive = `!<arch>\n${'y'.repeat(5000)}`;
	const dpkg = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
	const findings = await auditStory(t, rules.filter(({id}) => id === 'duplicate-content'), `
		RUN apt-get install a
		  var/lib/dpkg/status = @dpkg
		  var/lib/dpkg/info/a.list = @list
		  usr/lib/one = @content
		  usr/lib/two = @content
		  usr/lib/liba.a = @archive
		RUN cp
		  opt/lib/one = @content
		  opt/lib/liba.a = @archive
		  usr/share/doc/x/one = @content
		RUN chown -R 1000 /opt
		  1000:1000 opt/lib/one = @content
		  1000:1000 opt/lib/liba.a = @archive
	`, {contents: {dpkg, content, archive, list: '/usr/lib/one\n/usr/lib/two\n/usr/lib/liba.a\n'}});
	t.deepEqual(findings.map(({message, layer, bytes}) => ({message, layer, bytes})), [{message: '/opt/lib/one holds the same 5.00 kB as /usr/lib/one.', layer: 2, bytes: 5000}]);
});
