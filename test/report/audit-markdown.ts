import {spawnSync} from 'node:child_process';
import test from 'ava';
import {auditMarkdown} from '../../source/report/audit-markdown.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';

test('short on top, what fails open, all else folded', t => {
	t.is(auditMarkdown(auditParts([auditedImage({
		couldBe: {size: 1_110_000_000, waste: 570_000_000, leftovers: 10_000_000},
		policy: '.freedive.yaml',
		base: {name: 'debian:12', digest: null, layers: 1, steps: 2, guess: false, knownBy: 'user', otherNames: 0, wasted: 0},
		thresholds: [threshold()],
		findings: [
			reportedFinding(),
			reportedFinding({message: 'It needs libGLU.so.1.', path: '/opt/tool', remedy: 'Install it.', confidence: 'medium'}),
			...[3000, 2000, 1000, 500].map(bytes => reportedFinding({rule: 'static-library', severity: 'note', bytes, path: '/lib', message: 'Some in /lib.', remedy: 'Delete them.', layer: 1, instruction: 'ADD rootfs.tar /', base: true})),
			reportedFinding({state: 'ignored', reason: 'ours'}),
		],
	})], {failures: [{image: 'b.tar', message: 'It is no image.', tries: 1}]}), {bytes: false}), `## ❌ FAIL

| | image | size | seen in the end | findings | could be |
| --- | --- | ---: | ---: | --- | ---: |
| **FAIL** | \`app.tar\` | 1.69 GB | 1.12 GB | 2 errors, 4 notes | 1.11 GB |
| **not audited** | \`b.tar\` | | | It is no image. | |

### \`app.tar\`

1 finding of severity error or worse, 1 threshold broken.

| | threshold | is | limit |
| --- | --- | ---: | ---: |
| **FAIL** | \`layer-size\` layer 5 | 802 MB | at most 500 MB |

<details open>
<summary><b>error</b> missing-library: Libraries that are not in the image (2 findings)</summary>

| what | layer |
| --- | --- |
| /bin/tool needs libleaf.so.1, which is nowhere.<br>Install libleaf1. | 2 \`RUN make install\` |
| \`/opt/tool\`<br>It needs libGLU.so.1.<br>Install it.<br>(medium confidence) | 2 \`RUN make install\` |

</details>

<details>
<summary><b>note</b> static-library: Static libraries (4 findings, 6.50 kB)</summary>

| bytes | what | layer |
| ---: | --- | --- |
| 3.00 kB | Some in /lib. | 1 (base) \`ADD rootfs.tar /\` |
| 2.00 kB | Some in /lib. | 1 (base) \`ADD rootfs.tar /\` |
| 1.00 kB | Some in /lib. | 1 (base) \`ADD rootfs.tar /\` |

Delete them.

And 1 more; \`--format json\` has all.

</details>

- This image could be 1.11 GB: without 570 MB that nobody sees and 10.0 MB that the build left behind.
- 1 finding of missing-library ignored: ours
- The base image is \`debian:12\` (1 layer).
- Policy: \`.freedive.yaml\`.
`);
});

test('it fits a comment, however much was found', t => {
	const findings = Array.from({length: 5000}, (_, index) => reportedFinding({rule: `rule-${index}`, severity: 'note', message: 'x'.repeat(1000), path: `/${'y'.repeat(4000)}`}));
	const text = auditMarkdown(auditParts([auditedImage({findings})]), {bytes: false});
	t.true(text.length < 60_000, `${text.length}`);
	t.regex(text, /And [\d,]+ more rules found something; `--format json` has all\./);
});

const hasCmark = spawnSync('cmark-gfm', ['--version'], {stdio: 'ignore'}).status === 0;

(hasCmark ? test : test.skip)('attacks: what GitHub\'s parser makes of it has our elements alone (cmark-gfm)', t => {
	const text = auditMarkdown(attackedParts(), {bytes: false});
	t.notRegex(text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E\u2066]/);
	const {stdout: html} = spawnSync('cmark-gfm', ['--unsafe', ...['table', 'autolink', 'strikethrough', 'tagfilter'].flatMap(name => ['-e', name])], {input: text, encoding: 'utf8'});
	const tags = new Set(Array.from(html.replaceAll('<!-- -->', '').matchAll(/<[^\s>][^>]*>/g), ([tag]) => tag.replace(/ align="\w+"/, '')));
	t.deepEqual([...tags].filter(tag => !/^<\/?(?:h[23]|table|thead|tbody|tr|th|td|p|strong|code|details|summary|b|ul|li)>$|^<br ?\/?>$|^<details open>$/.test(tag)), []);
	t.is(html.match(/<table>/g)!.length, html.match(/<\/table>/g)!.length);
	t.is(html.match(/<details/g)!.length, html.match(/<\/details>/g)!.length);
	// Each row has its cells: no pipe of an image ended one.
	for (const [table] of html.matchAll(/<table>.*?<\/table>/gs)) {
		const counts = Array.from(table.matchAll(/<tr>.*?<\/tr>/gs), ([row]) => row.match(/<t[dh]/g)!.length);
		t.is(new Set(counts).size, 1);
	}

	t.true(html.includes(attacks.formula.replace('\'', '&#39;')) || html.includes(attacks.formula), 'the words are there as they were');
	t.notRegex(html.replaceAll(/<code>.*?<\/code>/gs, ''), /@team/, 'nobody is called: GitHub looks for names in what is drawn, but for code');
});
