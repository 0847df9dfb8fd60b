import type {ShellCommand, ShellWord} from '../content/shell/shell-command.js';
import type {PackageKind} from '../content/package-fact.js';
import {operandsOf} from './command-options.js';

/** How a program that installs packages is called. */
type PackageProgram = {
	kind: PackageKind;
	install: readonly string[];
	/** Options that take the next word as their value. */
	valued: readonly string[];
};

const apt: PackageProgram = {kind: 'dpkg', install: ['install', 'reinstall'], valued: ['-o', '--option', '-c', '--config-file', '-t', '--target-release', '-a', '--host-architecture']};
const dnf: PackageProgram = {kind: 'rpm', install: ['install', 'localinstall', 'reinstall'], valued: ['-c', '--config', '-x', '--exclude', '--enablerepo', '--disablerepo', '--installroot', '--releasever', '--setopt']};
const pip: PackageProgram = {kind: 'python', install: ['install'], valued: ['-r', '--requirement', '-c', '--constraint', '-e', '--editable', '-t', '--target', '-i', '--index-url', '--extra-index-url', '-f', '--find-links', '--prefix', '--root', '--trusted-host', '--proxy', '--timeout', '--retries', '--cache-dir', '--platform', '--python-version', '--no-binary', '--only-binary']};
const npm: PackageProgram = {kind: 'npm', install: ['install', 'i', 'add'], valued: ['--prefix', '--registry', '--cache', '--loglevel', '--omit']};

const programs = new Map<string, PackageProgram>(Object.entries({
	'apt-get': apt,
	apt,
	aptitude: apt,
	dnf,
	dnf5: dnf,
	yum: dnf,
	microdnf: dnf,
	tdnf: dnf,
	zypper: {kind: 'rpm', install: ['install', 'in'], valued: ['-r', '--repo', '--from', '-t', '--type', '-R', '--root']},
	apk: {kind: 'apk', install: ['add'], valued: ['-t', '--virtual', '-X', '--repository', '-p', '--root', '--repositories-file', '--keys-dir', '--wait', '--arch']},
	pip,
	pip2: pip,
	pip3: pip,
	npm,
	gem: {kind: 'gem', install: ['install', 'i'], valued: ['-v', '--version', '-i', '--install-dir', '-n', '--bindir', '-s', '--source', '-P']},
	go: {kind: 'go', install: ['install', 'get'], valued: ['-ldflags', '-tags', '-o', '-mod', '-gcflags']},
}));

/** A command that installs packages. */
export type PackageCommand = {
	/** `apt-get`, `pip` …: `python -m pip` is `pip`. */
	program: string;
	kind: PackageKind;
	/** The word that says what to do, such as `install`. */
	verb: ShellWord;
	/** Whether it installs. */
	isInstall: boolean;
	/** What comes after the verb, without options and their values. */
	operands: ShellWord[];
};

/** Reads a command of a package manager; undefined where it is none. */
export function packageCommand(command: ShellCommand): PackageCommand | undefined {
	const isModule = /^python[\d.]*$/.test(command.name) && command.words[1]?.text === '-m' && /^pip\d?$/.test(command.words[2]?.text ?? '');
	const name = isModule ? 'pip' : command.name.replace(/^pip(?:2|3)\.\d+$/, 'pip3');
	const program = programs.get(name);
	if (!program) {
		return undefined;
	}

	const [verb, ...operands] = operandsOf(isModule ? {words: command.words.slice(2)} : command, program.valued);
	return verb && {program: name, kind: program.kind, verb, isInstall: program.install.includes(verb.text), operands};
}

/** The package manager's command, where it installs and is one of those. */
export function installBy(command: ShellCommand, ...names: string[]): PackageCommand | undefined {
	const read = names.length === 0 || names.includes(command.name) || /^pip|^python/.test(command.name) ? packageCommand(command) : undefined;
	return read?.isInstall && (names.length === 0 || names.includes(read.program)) ? read : undefined;
}

/** Whether an operand is the name of a package from a repository: no file, address, group or variable. */
export function isPackageName({text, isExpanded}: ShellWord): boolean {
	return !isExpanded && !/^[./@~]|:\/\/|^git\+|[*?]|\.(?:deb|rpm|apk|whl|tar\.\w+|tgz|zip|gem)$|[/\\]$|^$/.test(text);
}
