import test from 'ava';
import {auditCsv} from '../../source/report/audit-csv.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding} from '../helpers/audit-parts.js';
import {pythonWith, runPython} from '../helpers/python.js';

test('a row a finding', t => {
	t.is([...auditCsv(auditParts([auditedImage({findings: [
		reportedFinding({fingerprint: 'a', bytes: 12, message: 'One, "two".'}),
		reportedFinding({fingerprint: 'b', path: null, layer: null, instruction: null, state: 'ignored', reason: 'ours', base: true}),
	]})]))].join(''), `image,rule,severity,confidence,state,fails,layer,path,bytes,message,remedy,instruction,base,reason,fingerprint,path_base64,kind
app.tar,missing-library,error,high,new,true,2,/bin/tool,12,"One, ""two"".",Install libleaf1.,RUN make install,false,,a,,finding
app.tar,missing-library,error,high,ignored,false,,,,"/bin/tool needs libleaf.so.1, which is nowhere.",Install libleaf1.,,true,ours,b,,finding
`);
});

test('what else says no has rows of its own: limits that are broken, what could not be read, images that could not be audited', t => {
	const threshold = {unit: 'bytes', bound: 'at-most', limit: 100, layer: null} as const;
	const parts = auditParts([
		auditedImage({complete: false, findings: [reportedFinding({fingerprint: 'a'})], thresholds: [
			{...threshold, id: 'size', value: 120, passed: false},
			{...threshold, id: 'waste', value: 10, passed: true},
			{...threshold, id: 'layer-size', value: 110, passed: false, layer: 2},
		]}),
		auditedImage({image: {...auditedImage().image, reference: 'whole.tar'}, findings: []}),
	]);
	parts.report.warnings = [
		{image: 'app.tar', layer: 2, path: null, message: 'the blob ends too early, at 12 bytes', incomplete: true},
		{image: 'app.tar', layer: 1, path: '/a', message: 'an odd name', incomplete: false},
	];
	parts.report.failures = [{image: 'none.tar', message: 'There is no file none.tar.', tries: 3}];
	const lines = [...auditCsv(parts)].join('').split('\n').slice(1, -1);
	t.deepEqual(lines.map(line => line.replace(/^app\.tar,missing-library.*(?=,finding$)/, '…')), [
		'app.tar,,,,,true,2,,,"the blob ends too early, at 12 bytes",,,,,,,incomplete',
		'app.tar,size,,,,true,,,,size is 120 B; it may be at most 100 B.,,,,,,,threshold',
		'app.tar,layer-size,,,,true,2,,,layer-size of layer 2 is 110 B; it may be at most 100 B.,,,,,,,threshold',
		'…,finding',
		'none.tar,,,,,true,,,,There is no file none.tar. Tried 3 times.,,,,,,,failure',
	]);
});

(pythonWith('csv') ? test : test.skip)('attacks: rows and columns stay whole, and no field begins as a formula (Python\'s csv)', t => {
	const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', ...Object.values(attacks)];
	const parts = attackedParts();
	parts.report.images.push(...texts.map(text => auditedImage({image: {...parts.report.images[1].image, reference: text}, findings: [reportedFinding({message: text, remedy: text, instruction: text, reason: text, rule: text})]})));
	const rows = JSON.parse(runPython(pythonWith('csv')!, 'import csv, json, sys, io; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.read(), newline="")))))', [...auditCsv(parts)].join(''))) as string[][];
	t.is(rows.filter(row => row[16] === 'finding').length, parts.report.images.flatMap(({findings}) => findings).length);
	for (const row of rows) {
		t.is(row.length, 17);
		t.deepEqual(row.filter(field => /^[\t\r+\-=@]|[\u0000-\u001F\u007F-\u009F\u202E]/.test(field)), []);
	}

	t.true(rows.some(row => row.includes('\'=1+1')));
});
