import test from 'ava';
import {osPackageCache} from '../../../source/audit/rules/os-package-cache.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';

test('caches of each package manager of a system', async t => {
	t.deepEqual(await toldFindings(t, [osPackageCache], `
		RUN apt-get update && apt-get install -y curl
		  var/lib/apt/lists/deb.debian.org_main_Packages * 3000
		  var/lib/apt/lists/lock * 0
		  var/cache/apt/pkgcache.bin * 200
		  var/cache/apt/archives/curl.deb * 100
		RUN apk add curl
		  var/cache/apk/APKINDEX.tar.gz * 10
		  etc/apk/cache/curl.apk * 20
		RUN dnf install curl; zypper in curl; pacman -S curl
		  var/cache/libdnf5/x * 1
		  var/cache/yum/x * 2
		  var/cache/zypp/x * 3
		  var/cache/pacman/pkg/x * 4
	`), [
		'warning os-package-cache layer 1 /var/lib/apt/lists 3000 B: Apt\'s package lists in /var/lib/apt/lists, 1 file (3.00 kB), which no program that runs needs.',
		'warning os-package-cache layer 1 /var/cache/apt 300 B: Apt\'s cache in /var/cache/apt, 2 files (300 B), which no program that runs needs.',
		'warning os-package-cache layer 2 /etc/apk/cache 20 B: Apk\'s cache in /etc/apk/cache, 1 file (20 B), which no program that runs needs.',
		'warning os-package-cache layer 2 /var/cache/apk 10 B: Apk\'s cache in /var/cache/apk, 1 file (10 B), which no program that runs needs.',
		'warning os-package-cache layer 3 /var/cache/pacman 4 B: Pacman\'s cache in /var/cache/pacman, 1 file (4 B), which no program that runs needs.',
		'warning os-package-cache layer 3 /var/cache/zypp 3 B: Zypper\'s cache in /var/cache/zypp, 1 file (3 B), which no program that runs needs.',
		'warning os-package-cache layer 3 /var/cache/yum 2 B: Yum\'s cache in /var/cache/yum, 1 file (2 B), which no program that runs needs.',
		'warning os-package-cache layer 3 /var/cache/libdnf5 1 B: Dnf\'s cache in /var/cache/libdnf5, 1 file (1 B), which no program that runs needs.',
	]);
});

test('no cache: an empty lock, another folder of the name, one that a later layer removed', async t => {
	t.deepEqual(await toldFindings(t, [osPackageCache], `
		RUN apt-get update
		  var/lib/apt/lists/lock * 0
		  var/lib/apt/lists/partial/
		  var/lib/apt/extended_states * 10
		  srv/var/cache/apk/x * 10
		  var/cache/apkovl/x * 10
		  var/cache/dnf/x * 10
		  root/.cache/pip/x * 10
		RUN rm -rf /var/cache/dnf
		  var/cache/.wh.dnf
	`), []);
});

test('the remedy is the user\'s own instruction with an end', async t => {
	const remedy = async (story: string, base = 0) => (await auditStory(t, [osPackageCache], story, {base}))[0].remedy;
	t.is(await remedy(`
		RUN apt-get update && apt-get install -y --no-install-recommends curl
		  var/lib/apt/lists/x * 10
	`), 'Write `RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*` in layer 1, or keep it out of the layer with `RUN --mount=type=cache,target=/var/lib/apt`.');
	t.is(await remedy(`
		RUN apt-get update
		  var/lib/apt/lists/x * 10
		RUN apt-get install -y curl
		  usr/bin/curl * 1
		RUN apt-get install -y wget
		  usr/bin/wget * 1
	`), 'Put the apt-get of layers 1, 2 and 3 into one RUN that ends with `&& rm -rf /var/lib/apt/lists/*`, or use `RUN --mount=type=cache,target=/var/lib/apt` with an apt-get update in each.');
	t.is(await remedy(`
		RUN apk add ${'a'.repeat(300)}
		  var/cache/apk/x * 10
	`), 'End the RUN of layer 1 with `&& rm -rf /var/cache/apk/*`, or keep it out of the layer with `RUN --mount=type=cache,target=/var/cache/apk`.');
	t.is(await remedy(`
		COPY rootfs /
		  var/cache/apk/x * 10
	`), 'Leave it out of the COPY of layer 1: name /var/cache/apk in .dockerignore, or copy less.');
	t.is(await remedy(`
		RUN apk add curl
		  var/cache/apk/x * 10
	`, 1), 'Begin with a base image that does not bring it.');
});
