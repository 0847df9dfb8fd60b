import {hasOption} from '../command-options.js';
import {commandRule} from '../command-rule.js';
import {commandText, instead} from '../command-text.js';

const apt = ['--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories', '--no-allow-weak-repositories=false'];
const rpm = ['--nogpgcheck', '--no-gpgchecks', '--setopt=gpgcheck', '--setopt=sslverify'];
const pip = ['--trusted-host'];

/** The options of each program that turn a check off. */
const unchecked = new Map<string, readonly string[]>(Object.entries({
	curl: ['-k', '--insecure'],
	wget: ['--no-check-certificate'],
	'apt-get': apt,
	apt,
	apk: ['--allow-untrusted'],
	dnf: rpm,
	dnf5: rpm,
	yum: rpm,
	tdnf: rpm,
	zypper: ['--no-gpg-checks', '--no-gpg-check', '--gpg-auto-import-keys'],
	pip,
	pip3: pip,
}));

/** Those whose value is a word of its own. */
const valued = new Set(pip);

/** Checks of where something comes from that are turned off. */
export const uncheckedOrigin = commandRule({
	id: 'unchecked-origin',
	title: 'Certificates and signatures that are not checked',
	counterparts: ['CIS-DI-0011'],
	detects: 'Options that turn off the check of a certificate or a signature: `curl -k`, `wget --no-check-certificate`, `apt-get --allow-unauthenticated` or `--force-yes`, `apk --allow-untrusted`, `dnf --nogpgcheck`, `zypper --no-gpg-checks`, `pip --trusted-host`, `git -c http.sslVerify=false`, `npm config set strict-ssl false`.',
	remedy: 'Install the certificate or the key that is missing (ca-certificates, a keyring), and leave the option out.',
	references: [],
}, command => {
	const options = unchecked.get(command.name);
	const word = options && hasOption(command, ...options)
		? command.words.find((_, index) => index > 0 && hasOption({words: [command.words[0], command.words[index]]}, ...options))
		: command.words.find(({text}) => command.name === 'git' ? /^http\.sslverify=(?:false|0)$/i.test(text) : command.name === 'npm' && text === 'strict-ssl' && command.words.some(({text}) => text === 'false'));
	return word && {
		message: `\`${commandText(command)}\` takes whatever comes, by whomever: \`${word.text}\` turns the check off.`,
		remedy: options && !valued.has(word.text)
			? `Install the certificate or key that is missing, and write \`${commandText(command, [instead(word, word.text.startsWith('--') ? '' : word.text.replace('k', '').replace(/^-$/, ''))])}\`.`
			: `Install the certificate that is missing, and leave \`${word.text}\` out.`,
	};
});
