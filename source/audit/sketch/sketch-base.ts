import {readOsRelease} from '../../content/os-release.js';
import type {AuditInput} from '../audit-input.js';

/** The images that a sketch begins with. */
export type SketchBase = {
	/** To build in. */
	build: string;
	/** To run in: a slim counterpart where there is one. */
	runtime: string;
	/** What installs packages there: the whole command, but for their names and the end. */
	install: {begin: string; end: string} | undefined;
	/** How it was found. */
	source: 'name' | 'os-release' | 'unknown';
};

const apt = {begin: 'apt-get update && apt-get install -y --no-install-recommends', end: 'rm -rf /var/lib/apt/lists/*'};
const apk = {begin: 'apk add --no-cache', end: ''};
const dnf = {begin: 'dnf install -y', end: 'dnf clean all'};
const microdnf = {begin: 'microdnf install -y', end: 'microdnf clean all'};
const zypper = {begin: 'zypper --non-interactive install', end: 'zypper clean --all'};

/** Images of distributions, by the ids that their systems give themselves; `minor` of a version is named by some alone. */
const distributions: Readonly<Record<string, (version: {full: string; major: string; minor: string; codename: string}) => Omit<SketchBase, 'source'>>> = {
	debian: ({full, codename}) => ({build: `debian:${full || codename || 'sid'}`, runtime: `debian:${full || codename || 'sid'}-slim`, install: apt}),
	ubuntu: ({full}) => same(`ubuntu:${full || 'latest'}`, apt),
	alpine: ({minor}) => same(`alpine:${minor || 'edge'}`, apk),
	fedora: ({full}) => same(`fedora:${full || 'latest'}`, dnf),
	amzn: ({full}) => same(`amazonlinux:${full || 'latest'}`, dnf),
	rocky: ({major}) => ({build: `rockylinux:${major}`, runtime: `rockylinux:${major}-minimal`, install: microdnf}),
	almalinux: ({major}) => ({build: `almalinux:${major}`, runtime: `almalinux:${major}-minimal`, install: microdnf}),
	rhel: ({major}) => ({build: `redhat/ubi${major}`, runtime: `redhat/ubi${major}-minimal`, install: microdnf}),
	'opensuse-leap': ({full}) => same(`opensuse/leap:${full || 'latest'}`, zypper),
};

function same(image: string, install: SketchBase['install']): Omit<SketchBase, 'source'> {
	return {build: image, runtime: image, install};
}

/** An image's name with a tag, as a Dockerfile takes it. */
const imageName = /^[\da-z][\w\-./:]*(?:@sha256:[\da-f]{64})?$/;

/** The base that the image's own name for it, or else its system, tells of. */
export function sketchBase({files, factOf}: Pick<AuditInput, 'files' | 'factOf'>, name: string | undefined): SketchBase {
	const content = files.content('/etc/os-release') ?? files.content('/usr/lib/os-release');
	const text = content === undefined ? undefined : factOf(content)?.text;
	const {id, versionId, codename} = readOsRelease(text ?? new Uint8Array());
	const [major, ...rest] = versionId.split('.');
	const known = Object.hasOwn(distributions, id) ? distributions[id]({full: versionId, major, minor: [major, ...rest.slice(0, 1)].join('.'), codename}) : undefined;
	if (name !== undefined && imageName.test(name)) {
		return {build: name, runtime: slimOf(name), install: known?.install, source: 'name'};
	}

	return known ? {...known, source: 'os-release'} : {build: 'scratch', runtime: 'scratch', install: undefined, source: 'unknown'};
}

/** Repositories whose tags have a slim counterpart each. */
const withSlim = /^(?<repository>debian|node|python|ruby|perl|rust|openjdk):(?<tag>[\w\-.]+)$/;

function slimOf(name: string): string {
	const found = withSlim.exec(name)?.groups;
	return found && !/slim|alpine|latest/.test(found.tag) ? `${found.repository}:${found.tag}-slim` : name;
}
