import test from 'ava';
import {auditGithub} from '../../source/report/audit-github.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';

type Command = {name: string; properties: Record<string, string>; data: string};

/** A line as GitHub's runner reads it (ActionCommand.cs): `::name key=value,…::data`, the first `::` behind the name ends the properties; else nothing. */
function readCommand(line: string): Command | undefined {
	const trimmed = line.trimStart();
	const end = trimmed.indexOf('::', 2);
	if (!trimmed.startsWith('::') || end === -1) {
		return undefined;
	}

	const [name, ...rest] = trimmed.slice(2, end).split(' ');
	const decode = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
	const properties = Object.fromEntries(rest.join(' ').split(',').map(pair => {
		const equals = pair.indexOf('=');
		return [pair.slice(0, equals).trim(), decode(pair.slice(equals + 1)).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')];
	}));
	return {name, properties, data: decode(trimmed.slice(end + 2)).replaceAll('%25', '%')};
}

test('the verdict, what fails, and notes folded by rule', t => {
	t.is(auditGithub(auditParts([auditedImage({
		thresholds: [threshold(), threshold({passed: true})],
		findings: [
			reportedFinding({message: 'It is 5 % too large: see a, b.', path: '/usr/lib/a:b,c'}),
			...['/a', '/b', '/c', '/d'].map(path => reportedFinding({rule: 'static-library', severity: 'note', path, message: 'One.', remedy: 'Delete it.', layer: 1, base: true})),
			reportedFinding({state: 'known'}),
		],
		remarks: ['/old is ignored until 2026-01-01, which is past.'],
	})], {failures: [{image: 'b.tar', message: 'It is no image.', tries: 1}]})), `::error title=app.tar%3A FAIL::1 finding of severity error or worse, 1 threshold broken. 1 error, 4 notes. 1 finding known from the baseline.
::error title=app.tar%3A layer-size::layer-size of layer 5 is 802 MB; it may be at most 500 MB.
::error title=app.tar%3A missing-library (Libraries that are not in the image),file=usr/lib/a%3Ab%2Cc::/usr/lib/a:b,c: It is 5 %25 too large: see a, b. Install libleaf1. (layer 2: RUN make install)
::notice title=app.tar%3A static-library (Static libraries)::/a: One. Delete it. (layer 1 of the base image: RUN make install)%0A/b: One. Delete it. (layer 1 of the base image: RUN make install)%0A/c: One. Delete it. (layer 1 of the base image: RUN make install) And 1 more.
::warning title=app.tar%3A policy::/old is ignored until 2026-01-01, which is past.
::error title=b.tar%3A not audited::It is no image.
`);
});

test('attacks: every line is one of our commands, with our properties, and nothing of them is a line of its own', t => {
	const text = auditGithub(attackedParts());
	const lines = text.split('\n').slice(0, -1);
	t.true(lines.length > 10);
	for (const line of lines) {
		const command = readCommand(line);
		t.true(command !== undefined && ['error', 'warning', 'notice'].includes(command.name), line);
		t.deepEqual(Object.keys(command!.properties).filter(key => !['title', 'file'].includes(key)), []);
		t.notRegex(line, /[\u0000-\u001F\u007F-\u009F\u202E]/);
	}

	const told = String.raw`x\x0a::error::pwned\x0d\x0a::set-output name=a::b%0A%0D%25,title=y:: is here.`;
	t.true(lines.some(line => readCommand(line)!.data.includes(told)), 'it is told as it was');
	t.true(lines.some(line => readCommand(line)!.properties.file === attacks.formula));
});
