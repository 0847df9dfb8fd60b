import test from 'ava';
import {languageCache} from '../../../source/audit/rules/language-cache.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';

const contents = {passwd: 'root:x:0:0:root:/root:/bin/sh\nci:x:1000:1000::/var/lib/ci:/bin/sh\nodd:x:1:1\nnobody:x:65534:65534::/:/bin/sh\n'};

test('caches in root\'s home, in those of users, and where official images have them', async t => {
	const told = await toldFindings(t, [languageCache], `
		RUN build
		  etc/passwd = @passwd
		  root/.cache/pip/x * 26
		  root/.cache/uv/x * 25
		  root/.cache/pypoetry/x * 24
		  root/.cache/yarn/x * 23
		  root/.cache/go-build/x * 22
		  root/.cache/huggingface/x * 21
		  root/.cache/bazel/x * 20
		  root/.npm/_cacache/x * 19
		  home/me/.yarn/berry/cache/x * 18
		  home/me/.local/share/pnpm/store/x * 17
		  home/me/.cargo/registry/x * 16
		  home/me/.m2/repository/x * 15
		  home/me/.gradle/caches/x * 14
		  home/me/.nuget/packages/x * 13
		  home/me/.composer/cache/x * 12
		  go/pkg/mod/x * 11
		  usr/local/cargo/registry/x * 10
		  opt/conda/pkgs/x * 9
		  usr/local/lib/ruby/gems/3.2.0/cache/x.gem * 8
		  var/lib/ci/.cache/pip/x * 7
	`, {contents});
	t.deepEqual(told.map(line => / layer 1 (\S+ \d+) B: /.exec(line)![1]), [
		'/root/.cache/pip 26', '/root/.cache/uv 25', '/root/.cache/pypoetry 24', '/root/.cache/yarn 23', '/root/.cache/go-build 22',
		'/root/.cache/huggingface 21', '/root/.cache/bazel 20', '/root/.npm 19', '/home/me/.yarn/berry/cache 18', '/home/me/.local/share/pnpm/store 17',
		'/home/me/.cargo/registry 16', '/home/me/.m2/repository 15', '/home/me/.gradle/caches 14', '/home/me/.nuget/packages 13', '/home/me/.composer/cache 12',
		'/go/pkg/mod 11', '/usr/local/cargo/registry 10', '/opt/conda/pkgs 9', '/usr/local/lib/ruby/gems/3.2.0/cache 8', '/var/lib/ci/.cache/pip 7',
	]);
	t.is(told[0], 'warning language-cache layer 1 /root/.cache/pip 26 B: Pip\'s cache in /root/.cache/pip, 1 file (26 B), which no program that runs needs.');
	t.is(told[5], 'warning language-cache (medium) layer 1 /root/.cache/huggingface 21 B: Hugging Face\'s cache in /root/.cache/huggingface, 1 file (21 B), wanted only where a program loads its models from there.');
});

test('the commands name the home that it is in', async t => {
	const [{remedy}] = await auditStory(t, [languageCache], `
		RUN pip install flask
		  etc/passwd = @passwd
		  var/lib/ci/.cache/pip/x * 7
	`, {contents});
	t.is(remedy, 'Write `RUN pip install flask && rm -rf /var/lib/ci/.cache/pip` in layer 1, or keep it out of the layer with `RUN --mount=type=cache,target=/var/lib/ci/.cache/pip`.');
});

test('no cache: a home of no user, what is installed, what is also called otherwise', async t => {
	t.deepEqual(await toldFindings(t, [languageCache], `
		RUN build
		  etc/passwd = @passwd
		  srv/app/.cache/pip/x * 7
		  root/.local/lib/python3.11/site-packages/x * 7
		  root/.cargo/bin/tool * 7
		  opt/conda/pkgs/numpy/core.so * 50
		  opt/conda/lib/core.so => opt/conda/pkgs/numpy/core.so
	`, {contents}), []);
});
