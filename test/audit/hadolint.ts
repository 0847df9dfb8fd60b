import {spawnSync} from 'node:child_process';
import test from 'ava';
import {rules} from '../../source/audit/rules/index.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {auditStory} from '../helpers/audit-story.js';
import {Random} from '../helpers/random.js';

/** Hadolint's ids, and the rules that find the same. Where they differ on purpose, commands say so. */
const counterparts: Readonly<Record<string, string>> = {
	DL3001: 'useless-command',
	DL3004: 'sudo-in-build',
	DL3008: 'unpinned-package',
	DL3013: 'unpinned-package',
	DL3014: 'apt-no-yes',
	DL3015: 'apt-no-recommends',
	DL3016: 'unpinned-package',
	DL3018: 'unpinned-package',
	DL3027: 'apt-interactive',
	DL3028: 'unpinned-package',
	DL3030: 'rpm-no-yes',
	DL3033: 'unpinned-package',
	DL3034: 'rpm-no-yes',
	DL3037: 'unpinned-package',
	DL3038: 'rpm-no-yes',
	DL3041: 'unpinned-package',
	DL3046: 'useradd-high-uid',
	DL4005: 'relinked-shell',
	DL4006: 'pipe-without-pipefail',
};

const commands = [
	'apt-get install curl',
	'apt-get install -y curl=7.88',
	'apt-get -y install curl=7.88 wget',
	'apt-get install -qq --no-install-recommends curl=1',
	'apt-get install -q -y --no-install-recommends curl=1',
	'apt-get install --yes --no-install-recommends curl/bookworm',
	'apt-get install --assume-yes -t bookworm-backports --no-install-recommends curl=1',
	'apt-get -o APT::Install-Recommends=false install -y curl=1',
	'apt-get install -y --no-install-recommends ./local.deb',
	'apt-get install -y --no-install-recommends "curl=1"',
	'apt-get update',
	'apt install -y --no-install-recommends curl=1',
	'apt update',
	'echo apt-get install curl',
	'"apt-get" install \'curl\'',
	'sudo make',
	'echo sudo',
	'if true; then sudo make; fi',
	'curl -fsSL https://a/b | tar xz',
	'echo "a | b"',
	'ps aux',
	'service nginx start',
	'mount /dev/x /y',
	'echo kill',
	'vim a; top',
	'pip install flask',
	'pip install flask==1.0',
	'pip3 install --no-cache-dir "flask>=1" requests==2',
	'pip install -r requirements.txt',
	'pip install git+https://a/b.git@1',
	'python3 -m pip install flask',
	'npm install -g yarn',
	'npm install -g yarn@1.2.3',
	'npm install',
	'gem install bundler',
	'gem install bundler:2.0',
	'gem install bundler -v 2.0',
	'apk add --no-cache curl',
	'apk add --no-cache curl=1',
	'apk add --no-cache curl~1',
	'apk add --no-cache --virtual .build gcc=1',
	'dnf install -y curl-1.2',
	'dnf install curl',
	'yum install -y httpd',
	'yum install httpd-2.4',
	'zypper install -y httpd=2',
	'zypper install httpd',
	'zypper --non-interactive install httpd=2',
	'useradd -u 123456 app',
	'useradd -l -u 123456 app',
	'useradd -u 12345 app',
	'useradd --no-log-init --uid 1234567 app',
	'ln -sfv /bin/bash /bin/sh',
	'ln -s /opt/a /opt/b',
];

/** Where they differ on purpose: hadolint says these, and the rules do not. */
const differ = new Map([
	['set -o pipefail; curl https://a/b | tar xz', 'pipe-without-pipefail'],
	['set -euxo pipefail && cat a | b', 'pipe-without-pipefail'],
	['echo a | tee b', 'pipe-without-pipefail'],
	['apt-get install -y --no-install-recommends "$PACKAGES"', 'unpinned-package'],
]);

type Message = {code: string};

/** What hadolint says of one RUN, in our words. */
function hadolint(command: string): string[] {
	const {stdout} = spawnSync('hadolint', ['--no-fail', '--format', 'json', '-'], {input: `FROM debian:12\nRUN ${command}\n`, encoding: 'utf8'});
	const codes = (JSON.parse(stdout) as Message[]).map(({code}) => code);
	return [...new Set(codes.flatMap(code => counterparts[code] ?? []))].sort();
}

testWith(test, {hadolint: hasProgram('hadolint')})('what hadolint says of commands, alone and joined, the rules say too', async t => {
	const random = new Random(6);
	const joined = Array.from({length: 60}, () => Array.from({length: 2 + random.below(3)}, () => random.pick(commands)).join(random.pick([' && ', '; ', ' || ', ' &&     '])));
	const lines = [...commands, ...joined, ...differ.keys()];
	const asked = new Set(Object.values(counterparts));
	const findings = await auditStory(t, rules.filter(({id}) => asked.has(id)), lines.map(line => `RUN /bin/sh -c ${line} # buildkit`).join('\n') + '\nCOPY a /\n  a = a\n');
	const found = lines.map((_, step) => [...new Set(findings.filter(finding => finding.step === step).map(({rule}) => rule))].sort());
	const differences = lines.flatMap((line, step) => {
		const expected = hadolint(line);
		return expected.join(' ') === found[step].join(' ') ? [] : [{line, hadolint: expected.filter(id => !found[step].includes(id)), freedive: found[step].filter(id => !expected.includes(id))}];
	});
	t.deepEqual(differences, [...differ].map(([line, rule]) => ({line, hadolint: [rule], freedive: []})));
});
