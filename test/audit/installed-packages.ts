import test from 'ava';
import {installedPackages} from '../../source/audit/installed-packages.js';

test('the packages that a RUN installs by name', t => {
	t.deepEqual(installedPackages('RUN apt-get update && apt-get install -y --no-install-recommends curl libc6-dev=2.36-9 git/bookworm && make install'), ['curl', 'libc6-dev', 'git']);
	t.deepEqual(installedPackages('RUN apt install -t bookworm-backports \\\n\tcurl \\\n\tg++:amd64'), ['curl', 'g++']);
	t.deepEqual(installedPackages('RUN apk add --no-cache --virtual .build-deps gcc musl-dev "python3>=3.9" py3-pip@edge; pip install flask'), ['gcc', 'musl-dev', 'python3', 'py3-pip']);
	t.deepEqual(installedPackages('RUN DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get -qq install -y $PACKAGES curl'), ['curl']);
	t.deepEqual(installedPackages('RUN microdnf install gcc-c++ && yum -y install make || true'), ['gcc-c++', 'make']);
	t.deepEqual(installedPackages('RUN sudo sh -c "apt-get install -y gcc"'), ['gcc']);
	t.deepEqual(installedPackages('RUN --mount=type=cache,target=/var/cache/apt apt-get install gcc'), ['gcc']);
});

test('what installs no package of the system', t => {
	t.deepEqual(installedPackages('RUN pip install flask && npm add x && make install'), []);
	t.deepEqual(installedPackages('RUN apt-get purge -y gcc'), []);
	t.deepEqual(installedPackages('RUN echo "apt-get install -y gcc"'), []);
});
