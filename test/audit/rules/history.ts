import test from 'ava';
import {rules} from '../../../source/audit/rules/index.js';
import {auditStory, type AuditStoryOptions} from '../../helpers/audit-story.js';

const ruleOf = (id: string) => rules.filter(rule => rule.id === id);

/** What a rule says of an instruction, and what it says to write instead. */
async function told(t: Parameters<typeof auditStory>[0], id: string, story: string, options?: AuditStoryOptions): Promise<string[]> {
	t.is(ruleOf(id).length, 1);
	const findings = await auditStory(t, ruleOf(id), story.includes('\n') ? story : `${story}\n  a = a`, options);
	return findings.flatMap(({message, remedy}) => [message, remedy]);
}

const says = test.macro<[id: string, story: string, message: string, remedy: string, options?: AuditStoryOptions]>({
	async exec(t, id, story, message, remedy, options) {
		t.deepEqual(await told(t, id, story, options), [message, remedy]);
	},
	title: (_, id, story) => `${id} finds ${story.trim()}`,
});

const isQuiet = test.macro<[id: string, ...stories: string[]]>({
	async exec(t, id, ...stories) {
		for (const story of stories) {
			t.deepEqual(await told(t, id, story), [], story);
		}
	},
	title: (_, id) => `${id} is quiet about near misses`,
});

test(says, 'apt-upgrade', 'RUN /bin/sh -c apt-get update && apt-get -y dist-upgrade # buildkit', '`apt-get -y dist-upgrade` stores each package that it renews a second time.', 'Begin with a newer base image (FROM a newer tag or digest) and leave the dist-upgrade out; for a package that must be newer write `apt-get install --only-upgrade NAME`.');
test(isQuiet, 'apt-upgrade', 'RUN apt-get install --only-upgrade -y openssl', 'RUN echo apt-get upgrade', 'RUN apt-get install upgrade-system');

test(says, 'apt-no-recommends', '/bin/sh -c apt-get update &&     apt-get install -y curl=7 && rm -rf /var/lib/apt/lists/*', '`apt-get install -y curl=7` installs what these packages recommend too.', 'Write `apt-get install --no-install-recommends -y curl=7`, and name what is missed.');
test(says, 'apt-no-recommends', 'RUN |1 A=x /bin/sh -c sudo sh -c \'apt-get   install "a"\' # buildkit', '`apt-get install "a"` installs what these packages recommend too.', 'Write `apt-get install --no-install-recommends "a"`, and name what is missed.');
test(isQuiet, 'apt-no-recommends', 'RUN apt-get install -y --no-install-recommends curl', 'RUN apt-get -o APT::Install-Recommends=0 install -y curl', 'RUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/x && apt-get install -y a', 'RUN echo "apt-get install curl"', 'RUN apt-get remove curl');

test(says, 'apt-no-yes', 'RUN apt-get install curl && apt-get -q install wget', '`apt-get install curl` asks before it installs, and in a build nobody answers. The same goes for 1 more command of this instruction.', 'Write `apt-get install -y curl`.');
test(isQuiet, 'apt-no-yes', 'RUN apt-get install -qq curl', 'RUN apt-get install -yq curl', 'RUN apt-get -q -q install curl', 'RUN yes | apt-get install curl', 'RUN apt-get --assume-yes install curl');

test(says, 'rpm-no-yes', 'RUN dnf install curl', '`dnf install curl` asks before it installs, and in a build nobody answers.', 'Write `dnf install -y curl`.');
test(says, 'rpm-no-yes', 'RUN zypper in curl', '`zypper in curl` asks before it installs, and in a build nobody answers.', 'Write `zypper --non-interactive in curl`.');
test(isQuiet, 'rpm-no-yes', 'RUN dnf -y install curl', 'RUN zypper -n in curl', 'RUN yum list');

test(says, 'apt-interactive', 'RUN apt update', '`apt update` uses apt, whose options are not kept stable for scripts.', 'Write `apt-get update`.');
test(says, 'apt-interactive', 'RUN apt show curl', '`apt show curl` uses apt, whose options are not kept stable for scripts.', 'Write `apt-cache show curl`.');
test(isQuiet, 'apt-interactive', 'RUN apt-get update', 'RUN ls apt', 'RUN command -v apt');

test(says, 'sudo-in-build', 'RUN A=1 && sudo -E make install', '`sudo -E make install` asks sudo for what a build may do by itself.', 'Write `make install`, after a `USER root` where another user builds.');
test(isQuiet, 'sudo-in-build', 'RUN apt-get install -y sudo', 'RUN echo "sudo make" # sudo make', 'COPY sudo /bin/sudo');

test(says, 'pipe-without-pipefail', 'RUN /bin/sh -c curl -fsSL https://a/b.tgz | tar xz # buildkit\n  bin/bash = x', 'If `curl -fsSL https://a/b.tgz` fails, nobody sees it: only the last command of the pipe counts, `tar xz`.', 'Write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before the RUN.');
test(says, 'pipe-without-pipefail', 'RUN a | b\n  bin/busybox = x', 'If `a` fails, nobody sees it: only the last command of the pipe counts, `b`.', 'Write `SHELL ["/bin/ash", "-o", "pipefail", "-c"]` before the RUN.');
test(says, 'pipe-without-pipefail', 'RUN /bin/sh -c bash -c "a | b" # buildkit', 'If `a` fails, nobody sees it: only the last command of the pipe counts, `b`.', 'Begin that script with `set -o pipefail;`.');
test(isQuiet, 'pipe-without-pipefail', 'RUN /bin/bash -o pipefail -c a | b # buildkit', 'RUN set -euxo pipefail; a | b', 'RUN echo a:b | chpasswd', 'RUN a || b', 'RUN echo "a | b"');

test(says, 'cd-instead-of-workdir', 'RUN cd /app && npm ci', 'The RUN begins with `cd /app`, which the next instruction knows nothing of.', 'Write `WORKDIR /app` before the RUN, and leave the cd out.');
test(isQuiet, 'cd-instead-of-workdir', 'RUN git clone https://a/b /b && cd /b && make', 'RUN cd "$HOME" && make', 'RUN (make)');

test(says, 'useless-command', 'RUN service nginx start', '`service nginx start` does nothing that outlasts the instruction.', 'Leave `service nginx start` out, and start the service by ENTRYPOINT or CMD.');
test(says, 'useless-command', 'RUN a; ps aux', '`ps aux` does nothing that outlasts the instruction.', 'Leave `ps aux` out: ps acts on what is gone when the RUN ends.');
test(isQuiet, 'useless-command', 'RUN apt-get install -y vim ssh', 'RUN command -v ps', 'RUN echo kill');

test(says, 'download-to-shell', 'RUN curl -fsSL https://a/install.sh | bash -s -- -y', 'What `curl -fsSL https://a/install.sh` brings is run by bash as it comes.', 'Download it to a file, hold it against a digest that you wrote down (`echo "DIGEST FILE" | sha256sum -c -`), and run the file then.'.replace('DIGEST ', 'DIGEST  '));
test('download-to-shell finds each way of it', async t => {
	for (const command of ['wget -qO- https://a | sudo sh', 'sh -c "$(curl -fsSL https://a)"', 'bash <(curl https://a)', '{ curl https://a || wget -O- https://b; } | sh', 'curl https://a | tee x | python3 -', 'eval "$(wget -qO- https://a)"']) {
		const [message = ''] = await told(t, 'download-to-shell', `RUN /bin/sh -c ${command} # buildkit`);
		t.regex(message, /^What `(?:curl|wget) .*` brings is run by \w+ as it comes\./);
	}
});
test(isQuiet, 'download-to-shell', 'RUN curl https://a -o x && sha256sum -c sums && sh x', 'RUN curl https://a | tar xz', 'RUN curl https://a | gpg --dearmor', '/bin/sh -c sh -c "curl https://a > b"', 'RUN echo "curl https://a | sh"', 'RUN curl https://a | python3 -c "import json"', 'RUN A="$(curl https://a)" sh x');

// The linter would have it https.
const plain = ['http', '://a.example/b'].join('');
test(says, 'insecure-download', `RUN wget ${plain}`, `\`wget ${plain}\` trusts whoever is on the way.`, 'Write `https://a.example/b`, or hold what comes against a digest.');
test(says, 'insecure-download', `ADD ${plain} /c # buildkit`, `\`ADD ${plain}\` trusts whoever is on the way.`, 'Write `https://a.example/b`, or hold what comes against a digest.');
test(isQuiet, 'insecure-download', 'RUN curl https://a.example/b', `RUN curl ${plain.replace('a.example', 'localhost:8080')}`, `RUN curl -o b ${plain} && echo "x  b" | sha256sum -c -`, `ADD --checksum=sha256:1 ${plain} /c`, `RUN echo ${plain}`);

test(says, 'unchecked-origin', 'RUN curl -fsSLk https://a', '`curl -fsSLk https://a` takes whatever comes, by whomever: `-fsSLk` turns the check off.', 'Install the certificate or key that is missing, and write `curl -fsSL https://a`.');
test(says, 'unchecked-origin', 'RUN apt-get install -y --allow-unauthenticated a', '`apt-get install -y --allow-unauthenticated a` takes whatever comes, by whomever: `--allow-unauthenticated` turns the check off.', 'Install the certificate or key that is missing, and write `apt-get install -y a`.');
test(says, 'unchecked-origin', 'RUN pip install --trusted-host a b', '`pip install --trusted-host a b` takes whatever comes, by whomever: `--trusted-host` turns the check off.', 'Install the certificate that is missing, and leave `--trusted-host` out.');
test(isQuiet, 'unchecked-origin', 'RUN curl -fsSL https://a', 'RUN apk add --no-cache a', 'RUN git -c http.sslVerify=true clone https://a', 'RUN echo --no-check-certificate', 'RUN tar -k x');

test(says, 'chmod-all', 'RUN chmod -R 777 /data', '`chmod -R 777 /data` lets every user of the container write there.', 'Give it to the user that needs it, and write `chmod -R 755 /data`.');
test(says, 'chmod-all', 'RUN chmod a+w /data', '`chmod a+w /data` lets every user of the container write there.', 'Give it to the user that needs it, and write `chmod 644 /data`.');
test(isQuiet, 'chmod-all', 'RUN chmod 1777 /tmp', 'RUN chmod 755 /a', 'RUN chmod +x /a', 'RUN chmod u+w,go-w /a', 'RUN chmod 0775 /a');

test(says, 'useradd-high-uid', 'RUN useradd -u 1000000 app', '`useradd -u 1000000 app` writes a log as long as its number is high.', 'Write `useradd -l -u 1000000 app`.');
test(isQuiet, 'useradd-high-uid', 'RUN useradd -l -u 1000000 app', 'RUN useradd -u 10000 app', 'RUN adduser -u 1000000 app');

test(says, 'relinked-shell', 'RUN ln -sf /bin/bash /bin/sh', '`ln -sf /bin/bash /bin/sh` gives every script of the system another shell.', 'Write `SHELL ["/bin/bash", "-c"]` instead.');
test(isQuiet, 'relinked-shell', 'RUN ln -s /bin/sh /opt/sh', 'RUN rm /bin/sh');

test(says, 'update-alone', 'RUN apt-get update', '`apt-get update` stands in a RUN that installs nothing: its lists grow old in the builder\'s cache.', 'Write `RUN apt-get update && apt-get install -y --no-install-recommends … && rm -rf /var/lib/apt/lists/*` as one instruction.');
test(isQuiet, 'update-alone', 'RUN apt-get update && apt-get install -y a', 'RUN apt-get update; apt-get build-dep x', 'RUN echo apt-get update');

test('wget-and-curl finds both in the image\'s own instructions', async t => {
	t.deepEqual(await told(t, 'wget-and-curl', 'RUN curl -o a https://a\nRUN wget https://b/c\n  x = x'), [
		'The build downloads with curl and with wget: `wget https://b/c`.',
		'Write `curl -fsSL -o FILE https://b/c`, and leave wget out of the image.',
	]);
	t.deepEqual(await told(t, 'wget-and-curl', 'RUN curl https://a\n  a = a\nRUN wget https://b\n  x = x', {base: 1}), []);
});
test(isQuiet, 'wget-and-curl', 'RUN curl https://a && curl https://b', 'RUN apt-get install -y wget && curl https://a');

test(says, 'unpinned-package', `RUN apt-get install -y curl wget=1 ./a.deb $MORE
  var/lib/dpkg/status = @status
  var/lib/dpkg/info/curl.list = /.`, '`apt-get install` installs curl in whatever version there is.', 'Where builds must be alike, write the version: `curl=7.88.1-10+deb12u5`.', {contents: {status: 'Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u5\n\n'}} as AuditStoryOptions);
test(says, 'unpinned-package', 'RUN npm install -g yarn', '`npm install` installs yarn in whatever version there is.', 'Where builds must be alike, write the version: `npm … yarn@VERSION`.');
test(isQuiet, 'unpinned-package', 'RUN npm install', 'RUN npm install -g @scope/a@1 b@2', 'RUN pip install -r requirements.txt', 'RUN pip install "a>=1" b==2 git+https://c', 'RUN go install a.example/b@v1', 'RUN gem install a -v 1', 'RUN apk add --no-cache a=1 b~2');

test(says, 'add-url', 'ADD https://a.example/b.tgz /opt/', 'ADD brings https://a.example/b.tgz without a check of what it is.', 'Write `ADD --checksum=sha256:DIGEST https://a.example/b.tgz /opt/`; what is to be unpacked, download, check, unpack and remove in one RUN.');
test(isQuiet, 'add-url', 'ADD --checksum=sha256:1 https://a/b /c', 'ADD b.tgz /opt/', 'COPY https /c');

test(says, 'add-instead-of-copy', 'ADD --chown=1:1 app lib /srv/ # buildkit', 'ADD brings app lib to /srv/, which COPY does more plainly.', 'Write `COPY --chown=1:1 app lib /srv/`.');
test(says, 'add-instead-of-copy', '/bin/sh -c #(nop) ADD dir:5760a3c80a14f269f32095efa4b6794c14d3ab749f047dcd48eb1c03dbc59141 in /bin ', 'ADD brings files of the build context to /bin, which COPY does more plainly.', 'Write `COPY … /bin`.');
test(isQuiet, 'add-instead-of-copy', 'ADD rootfs.tar.xz /', 'COPY app /srv/', 'ADD https://a/b /c', '/bin/sh -c #(nop) ADD file:5760a3c80a14f269f32095efa4b6794c14d3ab749f047dcd48eb1c03dbc59141 in / \n  bin/a = a\n  bin/b = b');

test(says, 'relative-workdir', 'WORKDIR app', 'WORKDIR app hangs on the WORKDIR before it.', 'Write the whole path, such as `WORKDIR /srv/app`.', {config: {config: {WorkingDir: '/srv/app'}}});
test(isQuiet, 'relative-workdir', 'WORKDIR /app', 'WORKDIR $HOME', 'WORKDIR C:\\app');

test(says, 'maintainer', '/bin/sh -c #(nop)  MAINTAINER A "B" <a@b.example>', 'MAINTAINER A "B" <a@b.example> is deprecated.', String.raw`Write ${'`'}LABEL org.opencontainers.image.authors="A \"B\" <a@b.example>"${'`'} instead.`);
test(isQuiet, 'maintainer', 'LABEL maintainer=a', 'RUN echo MAINTAINER');

test('repeated-instruction: of one Dockerfile only the last counts', async t => {
	const story = 'FROM\n  a = a\nCMD ["a"]\nRUN b\n  b = b\nCMD ["b"]\nCMD ["c"]\nENTRYPOINT ["e"]';
	const findings = await auditStory(t, ruleOf('repeated-instruction'), story, {base: 1});
	t.deepEqual(findings.map(({message, remedy, confidence, step, base}) => [message, remedy, confidence, step, base]), [
		['`CMD ["a"]` has no effect: a later CMD takes its place.', 'Leave it out, and keep `CMD ["c"]`.', 'high', 1, false],
		['`CMD ["b"]` has no effect: a later CMD takes its place.', 'Leave it out, and keep `CMD ["c"]`.', 'high', 3, false],
	]);
	t.is((await auditStory(t, ruleOf('repeated-instruction'), story))[0].confidence, 'low');
	t.deepEqual(await told(t, 'repeated-instruction', 'RUN a\n  a = a\nCMD ["a"]\nENTRYPOINT ["a"]'), []);
});

test('remove-in-own-layer finds what lower layers stored', async t => {
	const story = 'COPY big /\n  a/big * 9000\nRUN rm -rf /a/big\n  a/.wh.big';
	t.deepEqual(await told(t, 'remove-in-own-layer', story), ['`rm -rf /a/big` hides 9.00 kB that layer 1 stored: the image gets no smaller.', 'Move `rm -rf /a/big` to the end of the instruction of layer 1, where the files are made.']);
	t.is((await told(t, 'remove-in-own-layer', story, {base: 1}))[1], 'Begin with a base image that does not bring them; here nothing saves them.');
});
test(isQuiet, 'remove-in-own-layer', 'RUN make && rm -rf /tmp/x\n  a * 9000', 'COPY a /\n  a * 9000\nRUN mv a b\n  .wh.a\n  b = b', 'COPY a /\n  a * 20\nRUN rm /a\n  .wh.a');

test('an instruction that made no layer is told of by its place, and marked as the base\'s', async t => {
	const [finding] = await auditStory(t, ruleOf('maintainer'), 'MAINTAINER a\nRUN a\n  a = a\nRUN b\n  b = b', {base: 1});
	t.like(finding, {step: 0, layer: undefined, base: true, instruction: 'MAINTAINER a'});
});

test('of a long command whole words are shown, so that a secret in it is masked', async t => {
	const secret = `ghp_${'a1B2'.repeat(9)}`;
	for (let length = 60; length < 170; length += 7) {
		const [message, remedy] = await told(t, 'sudo-in-build', `RUN /bin/sh -c sudo ${'x'.repeat(length)} --token=${secret} ${'y'.repeat(100)} # buildkit`);
		t.false((message + remedy).includes(secret.slice(0, 16)));
		t.true(message.includes(' …`'));
	}
});

test('hostile histories end', async t => {
	const findings = await auditStory(t, rules, ['RUN sh -c "$(', 'RUN "$(sh -c "', 'ADD [', 'VOLUME [', 'CMD ["', 'WORKDIR ', 'EXPOSE ['].map(text => text.repeat(20_000 / text.length)).join('\n') + '\n  a = a', {
		config: {config: {User: ':', Cmd: ['/bin/sh', '-c', '"'.repeat(10_000)], Volumes: {'//': {}, '/../..': {}}, ExposedPorts: {'99999999999/tcp': {}}, Labels: {'org.opencontainers.image.licenses': '('.repeat(100_000), [' '.repeat(1000)]: ''}}},
	});
	t.true(findings.length > 0);
});
