import fs from 'node:fs';
import {createRequire} from 'node:module';
import test, {type ExecutionContext} from 'ava';
import {auditHtml} from '../../source/report/audit-html.js';
import type {AuditParts} from '../../source/report/audit.js';
import {attackedParts, attacks, auditFigures, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';
import {drawnPage, hasChromium} from '../helpers/chromium.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const notAnAddress = 'ftp://example.org/a';

const write = (parts: AuditParts) => auditHtml(parts, {bytes: false});

const one = () => auditParts([auditedImage({
	policy: '.freedive.yaml',
	base: {name: 'debian:12', digest: null, layers: 1, steps: 2, guess: false, knownBy: 'user', otherNames: 0, wasted: 0},
	thresholds: [threshold(), threshold({id: 'waste', unit: 'share', limit: 0.3, value: 0.19, passed: true, layer: null})],
	findings: [
		reportedFinding({rule: 'deleted-secret', severity: 'critical', path: '/root/.ssh/id', message: 'A private key.', references: ['https://example.org/a#b', notAnAddress]}),
		reportedFinding(),
		reportedFinding({severity: 'warning', confidence: 'medium', rule: 'of-nobody'}),
		reportedFinding({rule: 'static-library', severity: 'note', bytes: 37_900_000, message: 'Some.', path: '/usr/lib', remedy: 'End with `&& rm -rf /x`.', base: true}),
		reportedFinding({state: 'ignored', reason: 'ours'}),
	],
	remarks: ['/etc/old is ignored until 2026-01-01, which is past.'],
})], {warnings: [{image: 'app.tar', layer: 1, path: '/x', message: 'cut off', incomplete: true}]});

const several = () => auditParts([auditedImage({findings: [reportedFinding()]}), auditedImage()], {failures: [{image: 'c.tar', message: 'It is no image.', tries: 1}]});

test('all is there without script: verdict, thresholds, findings with remedies, wastes, layers, maps', t => {
	const html = write(one());
	const text = html.replaceAll(/<(style|script)>.*?<\/\1>/gs, '').replaceAll(/<[^>]+>/g, ' ').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ');
	for (const words of [
		'FAIL app.tar', '2 findings of severity error or worse, 1 threshold broken.', 'layer-size layer 5 802 MB at most 500 MB', 'A private key.', 'Install libleaf1.', '(medium confidence)',
		'37.9 MB Some.', 'End with && rm -rf /x .', 'Layer 2 of the base image: RUN make install', '1 finding of missing-library ignored: ours', 'which is past.', 'Layer 2 deletes what layer 1 stored.',
		'Delete it in the same RUN.', '2 4 B 3 B 3 B RUN make install', 'Not read whole. Layer 1: /x : cut off', 'freedive app.tar --open 2:/bin/tool',
	]) {
		t.true(text.includes(words), `it says: ${words}`);
	}

	t.true(html.includes('<a href="https://example.org/a#b" rel="noreferrer">'));
	t.false(html.includes('href="data'));
	t.deepEqual(Array.from(html.matchAll(/<h(\d)/g), ([, level]) => Number(level)).filter((level, index, levels) => index > 0 && level > levels[index - 1] + 1), [], 'no level of headings is left out');
	t.is(html.match(/<h1/g)!.length, 1);
	t.is(write(several()).match(/<h1/g)!.length, 1);
	t.true(write(auditParts([])).includes('0 images'));
});

test('below a megabyte, whatever was found in however many images', t => {
	// What takes most as HTML: each character is six.
	const long = '"'.repeat(3000);
	const findings = Array.from({length: 3000}, (_, index) => reportedFinding({rule: `rule-${index % 60}`, severity: 'note', message: `${index} ${long}`, instruction: long, path: `/${'é'.repeat(2000)}`}));
	const map = Array.from({length: 21}, (_, index) => ({name: long, bytes: 1000 - index, waste: 10, parts: Array.from({length: 8}, () => ({name: `/${long}`, bytes: 80, waste: 1}))}));
	const layers = Array.from({length: 5000}, (_, index) => ({layer: index + 1, title: long, size: 6, storedSize: 4, live: 4, entries: 9}));
	const figures = auditFigures({layers, maps: {layers: map, folders: map}, wastes: Array.from({length: 20}, () => ({id: 'x', bytes: 3, what: long, remedy: long}))});
	const warnings = Array.from({length: 1000}, () => ({image: 'app.tar', layer: 1, path: `/${long}`, message: long, incomplete: false}));
	const thresholds = Array.from({length: 1000}, () => threshold());
	for (const count of [1, 2, 30, 1000]) {
		const html = write(auditParts(Array.from({length: count}, () => auditedImage({findings, thresholds: thresholds.map(one => ({...one, id: long})), image: {...auditedImage().image, reference: count === 1 ? 'app.tar' : long}, remarks: []})), {figures: Array.from({length: count}, () => figures), warnings}));
		t.true(Buffer.byteLength(html) < 1_000_000, `${count} images: ${Buffer.byteLength(html)} bytes`);
		t.regex(html, count === 1 ? /And [\d,]+ more; <code>--format json<\/code> has all/ : /There is no room here|And [\d,]+ more/);
	}
});

const testInChromium = hasChromium ? test.serial : test.serial.skip;

testInChromium('in Chromium: its own script is the only one that its policy lets run, and it filters', t => {
	const drawn = drawnPage(write(one()), temporaryFolder(t));
	t.regex(drawn, /<output[^>]*>4 findings shown<\/output>/);
	t.regex(drawn, /<form class="filters"(?![^>]*hidden)/);
	const foreign = write(one()).replace('</body>', '<script>document.title = "foreign"</script><p style="color:red" onclick="x()">x</p></body>');
	t.notRegex(drawnPage(foreign, temporaryFolder(t)), /<title>foreign/);
	const searched = write(one()).replace('<input type="search" autocomplete="off">', '<input type="search" autocomplete="off" value="libleaf missing-library">');
	t.regex(drawnPage(searched, temporaryFolder(t)), /<output[^>]*>1 finding shown<\/output>/);
});

/** The page with another script beside its own, and no policy that forbids it. */
function withScript(html: string, script: string): string {
	return html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '').replace('</body>', () => `<script>${script.replaceAll('</script', String.raw`<\/script`)}</script></body>`);
}

/** What a script says of the page: it puts it into an element of its own. */
function asked(t: ExecutionContext, html: string, script: string): unknown {
	const drawn = drawnPage(withScript(html, script), temporaryFolder(t));
	return JSON.parse(decodeURIComponent(/<template id="answer">(.*?)<\/template>/s.exec(drawn)![1]));
}

const answer = 'const answer = value => { const element = document.createElement("template"); element.id = "answer"; element.innerHTML = encodeURIComponent(JSON.stringify(value)); document.body.append(element); };';

testInChromium('attacks: the browser sees our elements alone, none with a handler or an address of theirs, and their words as text', t => {
	const {elements, attributes, addresses, text} = asked(t, write(attackedParts()), `${answer}
		const all = [...document.querySelectorAll('*')];
		answer({
			elements: [...new Set(all.map(element => element.localName))],
			attributes: [...new Set(all.flatMap(element => element.getAttributeNames()))],
			addresses: [...document.querySelectorAll('[href], [src]')].map(element => element.getAttribute('href') ?? element.getAttribute('src')),
			text: document.body.textContent,
		});`) as {elements: string[]; attributes: string[]; addresses: string[]; text: string};
	t.deepEqual(elements.filter(name => !/^(?:html|head|meta|title|style|body|[ag]|svg|defs|pattern|rect|path|text|div|header|p|h[1-4]|span|main|section|table|caption|thead|tbody|tr|th|td|code|dl|dt|dd|form|label|input|fieldset|legend|output|details|summary|ul|li|figure|figcaption|strong|footer|script)$/.test(name)), []);
	t.deepEqual(attributes.filter(name => name.startsWith('on') || name === 'style' || name === 'src'), []);
	t.deepEqual(addresses.filter(address => !/^#[\w-]+$/.test(address)), [], 'a query of theirs makes no link');
	t.true(text.includes(attacks.html));
	t.true(text.includes(attacks.formula));
	t.notRegex(text, /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
});

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Dark as the browser would choose it, and everything that is folded unfolded. */
const dark = (html: string) => html.replaceAll('@media (prefers-color-scheme: dark)', '@media (min-width: 1px)');
const unfolded = (html: string) => html.replaceAll(/<details(?! open)(?: class="rule")?>/g, match => match.replace('>', ' open>'));

for (const [name, change] of [['light', (html: string) => html], ['dark', dark]] as const) {
	testInChromium(`in Chromium axe finds nothing to complain about, ${name}`, t => {
		for (const parts of [one(), several(), attackedParts()]) {
			const violations = asked(t, unfolded(change(write(parts))), `${axe};${answer}
				axe.run(document, {resultTypes: ['violations']}).then(({violations, passes}) => answer({
					passes: passes.length,
					violations: violations.map(({id, nodes}) => id + ': ' + nodes.slice(0, 3).map(({html, failureSummary}) => html.slice(0, 200) + failureSummary).join(' | ')),
				}), error => answer({violations: [String(error)]}));`) as {passes: number; violations: string[]};
			t.deepEqual(violations.violations, []);
			t.true(violations.passes > 20);
		}
	});
}

testInChromium('axe can say no', t => {
	const {violations} = asked(t, write(one()).replace('<html lang="en">', '<html>'), `${axe};${answer} axe.run(document).then(result => answer({violations: result.violations.map(found => found.id)}));`) as {violations: string[]};
	t.deepEqual(violations, ['html-has-lang']);
});
