import test from 'ava';
import {instructionLine, readInstruction, readRun} from '../../source/image/instruction.js';

const reads = test.macro({
	exec(t, createdBy: string, instruction: string, buildArguments: string[] = []) {
		t.deepEqual(readInstruction(createdBy), {instruction, buildArguments});
	},
	title: (_, createdBy: string) => `reads ${JSON.stringify(createdBy.slice(0, 120))}`,
});

// The classic builder, from `docker history` of images built by Docker 20.10 and of official images.
test(reads, '/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]');
test(reads, '/bin/sh -c #(nop)  CMD ["echo hello"]', 'CMD ["echo hello"]');
test(reads, '/bin/sh -c #(nop)  ENTRYPOINT ["/bin/sh" "-c"]', 'ENTRYPOINT ["/bin/sh", "-c"]');
test(reads, '/bin/sh -c #(nop)  ENTRYPOINT ["/opt/media/bin/ffmpeg"]', 'ENTRYPOINT ["/opt/media/bin/ffmpeg"]');
test(reads, '/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "node \\"app\\".js"]', 'CMD node "app".js');
test(reads, '/bin/sh -c #(nop)  CMD []', 'CMD []');
test(reads, '/bin/sh -c #(nop)  EXPOSE 8080', 'EXPOSE 8080');
test(reads, '/bin/sh -c #(nop)  EXPOSE map[443/tcp:{} 80/tcp:{}]', 'EXPOSE 443/tcp 80/tcp');
test(reads, '/bin/sh -c #(nop)  VOLUME [/var/lib/mysql /logs]', 'VOLUME /var/lib/mysql /logs');
test(reads, '/bin/sh -c #(nop) WORKDIR /srv', 'WORKDIR /srv');
test(reads, '/bin/sh -c #(nop)  USER media-worker', 'USER media-worker');
test(reads, '/bin/sh -c #(nop)  ENV PATH=/bin DB_PASSWORD=hunter2', 'ENV PATH=/bin DB_PASSWORD=hunter2');
test(reads, '/bin/sh -c #(nop)  ARG TOKEN=abc', 'ARG TOKEN=abc');
test(reads, '/bin/sh -c #(nop)  LABEL org.media-pipeline.ffmpeg.version=5.1 org.media-pipeline.codecs=h264,aac', 'LABEL org.media-pipeline.ffmpeg.version=5.1 org.media-pipeline.codecs=h264,aac');
test(reads, '/bin/sh -c #(nop)  SHELL [/bin/bash -o pipefail -c]', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]');
test(reads, '/bin/sh -c #(nop)  STOPSIGNAL SIGQUIT', 'STOPSIGNAL SIGQUIT');
test(reads, '/bin/sh -c #(nop)  ONBUILD RUN make', 'ONBUILD RUN make');
test(reads, '/bin/sh -c #(nop)  MAINTAINER NGINX Docker Maintainers "docker-maint@nginx.com"', 'MAINTAINER NGINX Docker Maintainers "docker-maint@nginx.com"');
test(reads, '/bin/sh -c #(nop) COPY dir:5760a3c80a14f269f32095efa4b6794c14d3ab749f047dcd48eb1c03dbc59141 in /bin ', 'COPY dir:5760a3c80a14 in /bin');
test(reads, '/bin/sh -c #(nop) ADD file:966d3669b40f5fbaecee1ecbeb58debe19001076da5d94717080d55efbc25971 in / ', 'ADD file:966d3669b40f in /');
test(reads, '/bin/sh -c #(nop) COPY --chown=1000:1000dir:43b6dd7647f96742dda9417af01d99289be7bc81564252d01ace7942fbaa1690 in /srv/ ', 'COPY --chown=1000:1000 dir:43b6dd7647f9 in /srv/');
test(reads, '/bin/sh -c #(nop) COPY multi:966d3669b40f5fbaecee1ecbeb58debe19001076da5d94717080d55efbc25971 in /app/ ', 'COPY multi:966d3669b40f in /app/');
test(reads, '/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost/ || exit 1"] "30s" "3s" "0s" \'\\x03\'}', 'HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD curl -f http://localhost/ || exit 1');
test(reads, '/bin/bash -o pipefail -c #(nop) ENV A=1', 'ENV A=1');
test(reads, '/bin/sh -c #(nop) ', '');
test(reads, '/bin/sh -c apt-get update', 'RUN apt-get update');
test(reads, '/bin/sh -c rm -rf /var/lib/apt/lists/*', 'RUN rm -rf /var/lib/apt/lists/*');
test(reads, '/bin/bash -c make', 'RUN make');
test(reads, '/bin/bash -euxo pipefail -c make', 'RUN make');
test(reads, '/bin/bash -o errexit -o pipefail -c make', 'RUN make');
test(reads, '/bin/sh -c bash -c "a | b"', 'RUN bash -c "a | b"');
test(reads, '/usr/bin/env sh', '/usr/bin/env sh');
test(reads, '/bin/sh -c echo \'#(nop) is a mark\'', 'RUN echo \'#(nop) is a mark\'');

// Build arguments.
test(reads, '|1 TOKEN=abc /bin/sh -c echo built', 'RUN echo built', ['TOKEN=abc']);
test(reads, '|2 A=1 B=2 /bin/sh -c make', 'RUN make', ['A=1', 'B=2']);
test(reads, '|2 A=one two B=a=b /bin/sh -c make -j A=3', 'RUN make -j A=3', ['A=one two', 'B=a=b']);
test(reads, '|1 PATHS=/bin/sh /bin/sh -c make', 'RUN make', ['PATHS=/bin/sh']);
test(reads, '|0 /bin/sh -c make', 'RUN make');
test(reads, '|1 A=1 /app/build --all', 'RUN /app/build --all', ['A=1']);
test(reads, '|3 A=1', 'RUN', ['A=1']);
test(reads, '|99999999999 A=1 /bin/sh -c make', 'RUN make', ['A=1']);

// BuildKit.
test(reads, 'RUN /bin/sh -c make # buildkit', 'RUN make');
test(reads, 'RUN |2 A=1 B=x y /bin/sh -c make # buildkit', 'RUN make', ['A=1', 'B=x y']);
test(reads, 'RUN /bin/bash -o pipefail -c make # buildkit', 'RUN make');
test(reads, 'RUN /app/build --all # buildkit', 'RUN /app/build --all');
test(reads, 'COPY . /app # buildkit', 'COPY . /app');
test(reads, 'COPY --chown=1000:1000 /src /app # buildkit', 'COPY --chown=1000:1000 /src /app');
test(reads, 'ADD rootfs.tar.xz / # buildkit', 'ADD rootfs.tar.xz /');
test(reads, 'ENV X=1', 'ENV X=1');
test(reads, 'WORKDIR /app', 'WORKDIR /app');
test(reads, 'EXPOSE map[80/tcp:{}]', 'EXPOSE 80/tcp');
test(reads, 'EXPOSE [80/tcp]', 'EXPOSE 80/tcp');
test(reads, 'VOLUME [/data]', 'VOLUME /data');
test(reads, 'CMD ["node" "a b.js"]', 'CMD ["node", "a b.js"]');
test(reads, 'ENTRYPOINT ["/docker-entrypoint.sh"]', 'ENTRYPOINT ["/docker-entrypoint.sh"]');
test(reads, 'CMD ["/bin/sh" "-c" "echo \\\\x41"]', 'CMD echo \\x41');
test(reads, 'HEALTHCHECK &{["CMD" "wget" "-q" "localhost"] "1m0s" "0s" "5s" "2s" \'\\n\'}', 'HEALTHCHECK --interval=1m0s --start-period=5s --start-interval=2s --retries=10 CMD ["wget", "-q", "localhost"]');
test(reads, 'HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" \'\\x00\'}', 'HEALTHCHECK NONE');
test(reads, 'HEALTHCHECK &{something else}', 'HEALTHCHECK &{something else}');
test(reads, 'COPY <<EOF /etc/motd # buildkit', 'COPY <<EOF /etc/motd');
test(reads, 'RUN /bin/sh -c apt-get update\napt-get install -y curl\n # buildkit', 'RUN apt-get update\napt-get install -y curl');

// Lines that were joined: by tabs, and by spaces beside an operator.
test(reads, '/bin/sh -c set -eux; \t\tsavedAptMark="$(apt-mark showmanual)"; \tapt-get update', 'RUN set -eux; \\\n\t\tsavedAptMark="$(apt-mark showmanual)"; \\\n\tapt-get update');
test(reads, 'RUN /bin/sh -c apt-get update     && apt-get install -y curl     && rm -rf /var/lib/apt/lists/* # buildkit', 'RUN apt-get update \\\n    && apt-get install -y curl \\\n    && rm -rf /var/lib/apt/lists/*');
test(reads, '/bin/sh -c apt-get update &&     apt-get install -y curl', 'RUN apt-get update && \\\n    apt-get install -y curl');
test(reads, '/bin/sh -c echo "two  spaces"', 'RUN echo "two  spaces"');

// Windows.
test(reads, 'cmd /S /C #(nop)  CMD ["c:\\\\windows\\\\system32\\\\cmd.exe"]', 'CMD ["c:\\\\windows\\\\system32\\\\cmd.exe"]');
test(reads, 'cmd /S /C mkdir C:\\app', 'RUN mkdir C:\\app');
test(reads, 'cmd /S /C powershell -Command Write-Host hi', 'RUN powershell -Command Write-Host hi');
test(reads, 'powershell -Command Install-WindowsFeature Web-Server', 'RUN Install-WindowsFeature Web-Server');
test(reads, 'powershell -NoLogo -ExecutionPolicy Bypass -Command Remove-Item C:\\tmp', 'RUN Remove-Item C:\\tmp');
test(reads, 'powershell -Command #(nop)  ENV A=1', 'ENV A=1');
test(reads, 'RUN cmd /S /C echo hi # buildkit', 'RUN echo hi');
test(reads, 'Apply image 10.0.17763.1', 'Apply image 10.0.17763.1');

// Others.
test(reads, '', '');
test(reads, 'bazel build ...', 'bazel build ...');
test(reads, 'jib-gradle-plugin:3.4.0', 'jib-gradle-plugin:3.4.0');
test(reads, 'COPY foo /bar', 'COPY foo /bar');
test(reads, 'bash', 'bash');

test('text of any kind takes no more time than its length', t => {
	const started = performance.now();
	for (const piece of [' ', '\t', 'sh -a ', '|9 A=', '"a" ', '\\"', 'HEALTHCHECK &{["] "', '/', '] "1s" ', '/bin/sh -c \t a', '&&  ']) {
		for (const before of ['', '/bin/sh -c ', 'RUN ', '|5 ', 'CMD [', 'HEALTHCHECK &{[', 'RUN |3 A=']) {
			readInstruction(before + piece.repeat(Math.floor(60_000 / piece.length)));
			readInstruction(before + piece.repeat(Math.floor(3_000_000 / piece.length)));
		}
	}

	t.true(performance.now() - started < 5000);
});

test('an instruction in one line', t => {
	t.is(instructionLine('RUN a && \\\n    b; \\\n\tc\nd'), 'RUN a && b; c d');
});

test('a RUN as its shell and what that was given, its lines as builders join them', t => {
	t.deepEqual(readRun('RUN |1 A=1 /bin/bash -eo pipefail -c a    && b\tc # buildkit'), {shell: '/bin/bash -eo pipefail -c', command: 'a    && b\tc'});
	t.deepEqual(readRun('/bin/sh -c a'), {shell: '/bin/sh -c', command: 'a'});
	t.deepEqual(readRun('RUN /app/build --all # buildkit'), {shell: '', command: '/app/build --all'});
	t.is(readRun('/bin/sh -c #(nop) ENV A=1'), undefined);
	t.is(readRun('COPY a /b # buildkit'), undefined);
	t.is(readRun(`/bin/sh -c ${'a'.repeat(70_000)}`), undefined);
});
