import test from 'ava';
import {rules} from '../../../source/audit/rules/index.js';
import {auditStory} from '../../helpers/audit-story.js';

const finds = test.macro<[id: string, run: string, file: string, remedy: string]>({
	async exec(t, id, run, file, remedy) {
		const rule = rules.filter(rule => rule.id === id);
		const findings = await auditStory(t, rule, `RUN ${run}\n  ${file} * 5000`);
		t.deepEqual(findings.map(({bytes, remedy, layer}) => ({bytes, remedy, layer})), [{bytes: 5000, remedy, layer: 1}]);
		t.true(findings[0].message.endsWith('in its layer (5.00 kB).'), findings[0].message);
		// Nothing of it in the layer: a cache mount, or removed in the same RUN. Something of it, but from elsewhere.
		t.deepEqual(await auditStory(t, rule, `RUN ${run}\n  usr/bin/a * 5000`), []);
		t.deepEqual(await auditStory(t, rule, `COPY cache /\n  ${file} * 5000\nRUN echo ${run}\n  ${file} * 6000`), []);
	},
	title: (_, id, run) => `${id} finds what ${run} leaves`,
});

test(finds, 'apt-no-clean', 'apt-get update && apt-get install -y a', 'var/lib/apt/lists/deb.example_Packages', 'End the same RUN with `&& rm -rf /var/lib/apt/lists/*`, after the install that needs `apt-get update`.');
test(finds, 'apk-cache', 'apk add curl', 'var/cache/apk/APKINDEX.1.tar.gz', 'Write `apk add --no-cache curl`.');
test(finds, 'apk-cache', 'apk update', 'var/cache/apk/APKINDEX.1.tar.gz', 'Leave the `apk update` out, and write `apk add --no-cache` where packages are installed.');
test(finds, 'dnf-no-clean', 'dnf install -y curl', 'var/cache/dnf/a/b.solv', 'Write `dnf install -y curl && dnf clean all`.');
test(finds, 'yum-no-clean', 'yum install -y curl', 'var/cache/yum/a', 'Write `yum install -y curl && yum clean all`.');
test(finds, 'zypper-no-clean', 'zypper -n in curl', 'var/cache/zypp/a', 'Write `zypper -n in curl && zypper clean --all`.');
test(finds, 'pip-cache', 'python3 -m pip install -r r.txt', 'root/.cache/pip/http/a', 'Write `python3 -m pip install --no-cache-dir -r r.txt`.');
test(finds, 'npm-cache', 'npm ci --omit=dev', 'root/.npm/_cacache/a', 'Write `npm ci --omit=dev && npm cache clean --force`.');
test(finds, 'yarn-cache', 'yarn install --frozen-lockfile', 'usr/local/share/.cache/yarn/v6/a', 'Write `yarn install --frozen-lockfile && yarn cache clean`.');

test('what is too small to matter is left alone', async t => {
	t.deepEqual(await auditStory(t, rules.filter(({id}) => id === 'apk-cache'), 'RUN apk add curl\n  var/cache/apk/a * 100'), []);
});

test('lists that a later install reads are not to be removed before it', async t => {
	const lists = 'RUN apt-get update && apt-get install -y a\n  var/lib/apt/lists/deb.example_Packages * 5000\nRUN apt-get install -y b\n  usr/bin/b = b\n';
	const remedy = 'the apt-get of layers 1 and 2 into one RUN that ends with `&& rm -rf /var/lib/apt/lists/*`, or use `RUN --mount=type=cache,target=/var/lib/apt` with an apt-get update in each.';
	const told = async (ids: string[], more = '') => (await auditStory(t, rules.filter(({id}) => ids.includes(id)), lists + more)).map(({rule, remedy}) => [rule, remedy]);
	t.deepEqual(await told(['apt-no-clean']), [['apt-no-clean', `Put ${remedy}`]]);
	const removal = 'RUN rm -rf /var/lib/apt/lists/*\n  var/lib/apt/lists/.wh.deb.example_Packages';
	t.deepEqual(await told(['remove-in-own-layer'], removal), [['remove-in-own-layer', `Put ${remedy}`]]);
	// One cause, one finding: the warning names the same bytes.
	t.deepEqual(await told(['apt-no-clean', 'os-package-cache']), [['os-package-cache', `Put ${remedy}`]]);
	t.deepEqual(await told(['remove-in-own-layer', 'removed-later'], removal), [['removed-later', `Put ${remedy}`]]);
	t.deepEqual(await told(['apt-no-clean', 'removed-later'], removal), [['removed-later', `Put ${remedy}`]]);
});
