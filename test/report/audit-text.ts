import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {auditText} from '../../source/report/audit-text.js';
import type {AuditParts} from '../../source/report/audit.js';
import {attackedParts, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';
import {columnsOf} from '../../source/report/cut-text.js';

const write = (parts: AuditParts, width = 80, color = false, ascii = false) => auditText(parts, {bytes: false, width, color, ascii});

const widest = (text: string) => Math.max(...stripVTControlCharacters(text).split('\n').map(line => [...line].reduce((sum, character) => sum + columnsOf(character), 0)));

test('the verdict by word, thresholds, findings by rule, worst first, with what to write instead', t => {
	t.is(write(auditParts([auditedImage({
		couldBe: {size: 1_082_100_000, waste: 570_000_000, leftovers: 37_900_000},
		policy: '.freedive.yaml',
		thresholds: [threshold(), threshold({id: 'waste', unit: 'share', limit: 0.3, value: 0.19, passed: true, layer: null})],
		base: {name: 'debian:12', digest: null, layers: 1, steps: 2, guess: false, knownBy: 'user', otherNames: 0, wasted: 0},
		findings: [
			reportedFinding({rule: 'deleted-secret', severity: 'critical', path: '/root/.ssh/id', message: 'A private key.', remedy: 'Mount it: RUN --mount=type=secret.', layer: 3, instruction: 'COPY . .', open: '3:/root/.ssh/id'}),
			reportedFinding(),
			reportedFinding({message: '/opt/tool needs libGLU.so.1.', path: '/opt/tool', remedy: 'Install libglu1-mesa.', open: '2:/opt/tool'}),
			reportedFinding({rule: 'static-library', severity: 'note', bytes: 37_900_000, message: '37 static libraries in /usr/lib.', path: '/usr/lib', open: '2:/usr/lib', remedy: 'Delete them.'}),
			reportedFinding({rule: 'static-library', severity: 'note', bytes: 2000, message: '1 static library in /lib.', path: '/lib', base: true, layer: 1, open: '1:/lib', remedy: 'Delete them.'}),
			reportedFinding({state: 'known'}),
			reportedFinding({state: 'ignored', reason: 'The vendor ships it so.'}),
		],
		remarks: ['/etc/old is ignored until 2026-01-01, which is past.'],
	})])), `app.tar  linux/amd64  1.69 GB, 1.12 GB of it seen in the end  policy .freedive.yaml
FAIL  3 findings of severity error or worse, 1 threshold broken

FAIL  layer-size  802 MB  at most 500 MB  layer 5
pass  waste         19 %  at most 30 %

critical  deleted-secret: Secrets that a later layer deletes (fails)
  A private key.
  layer 3  COPY . .  --open 3:/root/.ssh/id
  → Mount it: RUN --mount=type=secret.

error  missing-library: Libraries that are not in the image (2 findings, fails)
  /bin/tool needs libleaf.so.1, which is nowhere.
  layer 2  RUN make install  --open 2:/bin/tool
  → Install libleaf1.
  /opt/tool needs libGLU.so.1.
  layer 2  RUN make install  --open 2:/opt/tool
  → Install libglu1-mesa.

note  static-library: Static libraries
  37.9 MB  37 static libraries in /usr/lib.
           layer 2  RUN make install  --open 2:/usr/lib
           → Delete them.

In the base image, debian:12 (1 layer): to be mended there, or by another base.

note  static-library: Static libraries
  2.00 kB  1 static library in /lib.
           layer 1  RUN make install  --open 1:/lib
           → Delete them.

1 finding known from the baseline.
1 finding of missing-library ignored: The vendor ships it so.
/etc/old is ignored until 2026-01-01, which is past.
1 critical, 2 errors, 2 notes. This image could be 1.08 GB: without 570 MB that
nobody sees and 37.9 MB that the build left behind.
To look at one: freedive app.tar --open LAYER:/PATH
`);
});

test('an image that passes, one of which nothing was found, and one that could not be looked at', t => {
	t.is(write(auditParts([
		auditedImage({findings: [reportedFinding({severity: 'warning', confidence: 'medium'})], image: {...auditedImage().image, size: 10, finalSize: 10}}),
		auditedImage({failOn: 'never', thresholds: [threshold({passed: true, value: 1, layer: null})]}),
	], {failures: [{image: 'c.tar', message: 'It is no image.', tries: 2}]})), `app.tar  linux/amd64  10 B
PASS  nothing of severity error or worse

warning  missing-library: Libraries that are not in the image
  /bin/tool needs libleaf.so.1, which is nowhere. (medium confidence)
  layer 2  RUN make install  --open 2:/bin/tool
  → Install libleaf1.

1 warning.
To look at one: freedive app.tar --open LAYER:/PATH

app.tar  linux/amd64  1.69 GB, 1.12 GB of it seen in the end
PASS  the threshold holds

pass  layer-size  1 B  at most 500 MB

Nothing was found.

c.tar  not audited, tried 2 times
It is no image.

3 images: 2 passed, 1 could not be audited
`);
});

test('what repeats is folded: the worst few of a rule, and how many more', t => {
	const findings = Array.from({length: 200}, (_, index) => reportedFinding({rule: 'static-library', severity: 'note', bytes: 1000 * (200 - index), path: `/${index}`, message: 'One.', remedy: 'Delete it.'}));
	const text = write(auditParts([auditedImage({findings})]));
	t.is(text.match(/One\./g)!.length, 3);
	t.regex(text, /and 197 more, 19\.5 MB in all; --limit 200 shows them, --format json\s+has all\n/);
	t.is(text.match(/→ Delete it\./g)!.length, 1, 'the remedy that all have is told once');
	t.is(write(auditParts([auditedImage({findings})], {limit: 8})).match(/One\./g)!.length, 8);
});

test('attacks: nothing but printable text, colours aside; lines fit', t => {
	for (const width of [80, 120]) {
		for (const color of [false, true]) {
			const text = write(attackedParts(), width, color, true);
			t.notRegex(color ? text.replaceAll(/\u001B\[\d+m/g, '') : text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
			// Names of images, and what is to be copied, stand whole.
			const lines = text.split('\n').filter(line => !/--open|freedive |policy|not audited/.test(stripVTControlCharacters(line)));
			t.deepEqual(lines.filter(line => widest(line) > width), []);
		}
	}
});

test('findings of a rule are grouped by severity: a note is not told under an error', t => {
	const text = write(auditParts([auditedImage({findings: [reportedFinding(), reportedFinding({severity: 'note', confidence: 'low', fails: false, message: 'A plugin needs libGLU.so.1.'})]})]));
	t.regex(text, /^error {2}missing-library: Libraries that are not in the image \(fails\)\n/m);
	t.regex(text, /^note {2}missing-library: Libraries that are not in the image\n {2}A plugin/m);
});

test('--ascii: what freedive says itself is ASCII', t => {
	const findings = [reportedFinding({message: 'Copy … → there.', remedy: 'Write `FROM … AS build`.', instruction: `RUN ${'make '.repeat(40)}`})];
	const parts = auditParts([auditedImage({policy: 'p.yaml', thresholds: [threshold()], findings})]);
	const text = write(parts, 80, false, true);
	t.true([...text].every(character => character < '\u0080'));
	t.regex(text, /Copy \.\.\. -> there\./);
	t.regex(text, /-> Write `FROM \.\.\. AS build`/);
	t.regex(write(parts), /→ Write `FROM … AS build`/);
});
