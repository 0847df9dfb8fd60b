import {readCommands} from '../content/shell/read-commands.js';

/** Package managers of systems, and what makes them install. */
const managers = /^(?:apt|apt-get|aptitude|apk|dnf|microdnf|yum|zypper|tdnf)$/;
const verbs = /^(?:install|add|in)$/;

/** Options whose value is a word of its own: apt's release, apk's group of packages, repositories. */
const takesValue = /^(?:-t|--target-release|--default-release|--virtual|-X|--repository|-o|-c|--repo|--enablerepo|--disablerepo)$/;

/** A package's name, with a version, a release or an architecture behind it. */
const packageName = /^(?<name>[\da-z][\w+\-.]*)(?:[/:<=>@~].*)?$/i;

/** The packages of the system that a RUN installs by name, in its order, without versions. */
export function installedPackages(instruction: string): string[] {
	const names = new Set<string>();
	for (const {name, words} of readCommands(instruction.replace(/^RUN\s+(?:--\S+\s+)*/, ''))) {
		if (!managers.test(name)) {
			continue;
		}

		for (let index = words.findIndex(({text}) => verbs.test(text)) + 1; index > 0 && index < words.length; index++) {
			const {text} = words[index];
			if (takesValue.test(text)) {
				index++;
				continue;
			}

			const found = packageName.exec(text)?.groups!.name;
			if (found !== undefined) {
				names.add(found);
			}
		}
	}

	return [...names];
}
