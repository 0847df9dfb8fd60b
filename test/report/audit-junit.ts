import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {auditJunit} from '../../source/report/audit-junit.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';
import {xmlText} from '../../source/report/xml-text.js';

test('a suite an image, a case a rule and a threshold: what fails the image fails its case, and nothing else', t => {
	t.is(auditJunit(auditParts([
		auditedImage({
			thresholds: [threshold(), threshold({id: 'waste', layer: null, passed: true, value: 5})],
			findings: [
				reportedFinding(),
				reportedFinding({message: '/opt/tool needs libGLU.so.1.', path: '/opt/tool', remedy: 'Install it.'}),
				reportedFinding({rule: 'static-library', severity: 'note', message: 'Some in /lib.', path: '/lib', remedy: 'Delete them.', base: true}),
				reportedFinding({rule: 'deleted-secret', severity: 'critical', state: 'ignored', reason: 'A test key.'}),
				reportedFinding({rule: 'no-such', severity: 'warning', layer: null, path: null, message: 'Odd.', remedy: 'Mend it.'}),
			],
		}),
	], {
		failures: [{image: 'b.tar', message: 'It is no image.', tries: 2}],
		warnings: [{image: 'app.tar', layer: 1, path: null, message: 'Layer 1 is cut off.', incomplete: true}, {image: 'app.tar', layer: 1, path: null, message: 'Odd.', incomplete: false}],
	})), `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="freedive audit" tests="8" failures="2" errors="2">
	<testsuite name="app.tar" id="0" tests="7" failures="2" errors="1" skipped="1">
		<testcase classname="app.tar" name="read the image">
			<error type="incomplete" message="Layer 1 is cut off.">Layer 1 is cut off.</error>
		</testcase>
		<testcase classname="app.tar" name="threshold layer-size of layer 5">
			<failure type="threshold" message="layer-size of layer 5 is 802 MB; it may be at most 500 MB.">layer-size of layer 5 is 802 MB; it may be at most 500 MB.</failure>
		</testcase>
		<testcase classname="app.tar" name="threshold waste">
			<system-out>waste is 5 B; it may be at most 500 MB.</system-out>
		</testcase>
		<testcase classname="app.tar" name="missing-library: Libraries that are not in the image">
			<failure type="error" message="/bin/tool needs libleaf.so.1, which is nowhere. (and 1 more)">error: /bin/tool needs libleaf.so.1, which is nowhere. Install libleaf1. | layer 2 RUN make install
error: /opt/tool needs libGLU.so.1. Install it. | layer 2 RUN make install</failure>
		</testcase>
		<testcase classname="app.tar" name="deleted-secret: Secrets that a later layer deletes">
			<skipped message="1 finding ignored: A test key."/>
		</testcase>
		<testcase classname="app.tar" name="static-library: Static libraries">
			<system-out>note: Some in /lib. Delete them. | layer 2 RUN make install | in the base image</system-out>
		</testcase>
		<testcase classname="app.tar" name="no-such">
			<system-out>warning: Odd. Mend it.</system-out>
		</testcase>
	</testsuite>
	<testsuite name="b.tar" id="1" tests="1" failures="0" errors="1" skipped="0">
		<testcase classname="b.tar" name="read the image">
			<error type="incomplete" message="It is no image. Tried 2 times.">It is no image. Tried 2 times.</error>
		</testcase>
	</testsuite>
</testsuites>
`);
});

test('text as XML: markup, what XML forbids, and what a terminal would obey', t => {
	t.is(xmlText('<a b="c">&\''), '&lt;a b=&quot;c&quot;&gt;&amp;&apos;');
	t.is(xmlText('\u0001\u000B\n\u001B[2J'), String.raw`\x01\x0b\x0a\x1b[2J`);
	t.is(xmlText('\uFFFE\uFFFF\uD800x\u{1F600}'), String.raw`\xef\xbf\xbe\xef\xbf\xbf` + '\uFFFDx\u{1F600}');
});

const hasXmllint = spawnSync('xmllint', ['--version'], {stdio: 'ignore'}).status === 0;
const testWithXmllint = hasXmllint ? test : test.skip;
const schema = fileURLToPath(new URL('../fixtures/junit-10.xsd', import.meta.url));

testWithXmllint('valid against the common XSD, attacks and all (xmllint)', t => {
	const validate = (text: string) => {
		const {status, stderr} = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, '-'], {input: text, encoding: 'utf8'});
		return {status, stderr};
	};

	t.deepEqual(validate(auditJunit(attackedParts())), {status: 0, stderr: '- validates\n'});
	t.is(validate(auditJunit(auditParts([]))).status, 0);
	t.not(validate('<testsuites><testsuite/></testsuites>').status, 0, 'it can say no');
});

testWithXmllint('attacks stay text: the parsed document has our elements alone, and their words', t => {
	const text = auditJunit(attackedParts());
	const ask = (question: string) => spawnSync('xmllint', ['--nonet', '--xpath', question, '-'], {input: text, encoding: 'utf8'}).stdout.trim();
	t.is(ask('count(//*[not(self::testsuites or self::testsuite or self::testcase or self::failure or self::error or self::skipped or self::system-out)])'), '0');
	t.is(ask('count(//comment() | //processing-instruction())'), '0');
	t.true(ask('string(//failure[@type="error"])').includes(attacks.html), 'the words are there as they were');
});
