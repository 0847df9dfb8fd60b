import {hasOption} from '../command-options.js';
import {cacheRule} from '../cache-rule.js';
import {after, commandText} from '../command-text.js';
import {packageCommand} from '../package-command.js';

/** Apk's cache that stays in the layer of apk. */
export const apkCache = cacheRule({
	id: 'apk-cache',
	title: 'apk without --no-cache',
	counterparts: ['DL3019', 'DKL-DI-0004'],
	detects: '`apk add`, `apk update` or `apk upgrade` whose layer keeps apk\'s index and packages in `/var/cache/apk`.',
	remedy: 'Write `apk add --no-cache`, which needs no `apk update`.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3019'],
}, 'apk', command => command.name === 'apk' && /^(?:add|update|upgrade)$/.test(packageCommand(command)?.verb.text ?? '') && !hasOption(command, '--no-cache'), command => {
	const {verb} = packageCommand(command)!;
	return verb.text === 'update'
		? 'Leave the `apk update` out, and write `apk add --no-cache` where packages are installed.'
		: `Write \`${commandText(command, [after(verb, '--no-cache')])}\`.`;
});
