import test from 'ava';
import {auditCsv} from '../../source/report/audit-csv.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding} from '../helpers/audit-parts.js';
import {pythonWith, runPython} from '../helpers/python.js';

test('a row a finding', t => {
	t.is([...auditCsv(auditParts([auditedImage({findings: [
		reportedFinding({fingerprint: 'a', bytes: 12, message: 'One, "two".'}),
		reportedFinding({fingerprint: 'b', path: null, layer: null, instruction: null, state: 'ignored', reason: 'ours', base: true}),
	]})]))].join(''), `image,rule,severity,confidence,state,fails,layer,path,bytes,message,remedy,instruction,base,reason,fingerprint,path_base64
app.tar,missing-library,error,high,new,true,2,/bin/tool,12,"One, ""two"".",Install libleaf1.,RUN make install,false,,a,
app.tar,missing-library,error,high,ignored,false,,,,"/bin/tool needs libleaf.so.1, which is nowhere.",Install libleaf1.,,true,ours,b,
`);
});

(pythonWith('csv') ? test : test.skip)('attacks: rows and columns stay whole, and no field begins as a formula (Python\'s csv)', t => {
	const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', ...Object.values(attacks)];
	const parts = attackedParts();
	parts.report.images.push(...texts.map(text => auditedImage({image: {...parts.report.images[1].image, reference: text}, findings: [reportedFinding({message: text, remedy: text, instruction: text, reason: text, rule: text})]})));
	const rows = JSON.parse(runPython(pythonWith('csv')!, 'import csv, json, sys, io; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.read(), newline="")))))', [...auditCsv(parts)].join(''))) as string[][];
	t.is(rows.length, 1 + parts.report.images.flatMap(({findings}) => findings).length);
	for (const row of rows) {
		t.is(row.length, 16);
		t.deepEqual(row.filter(field => /^[\t\r+\-=@]|[\u0000-\u001F\u007F-\u009F\u202E]/.test(field)), []);
	}

	t.true(rows.some(row => row.includes('\'=1+1')));
});
