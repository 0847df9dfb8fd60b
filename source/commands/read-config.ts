import {wholePathPattern, type Config} from '../config.js';
import {YamlNodes} from '../format/yaml/yaml-nodes.js';
import {YamlText} from '../format/yaml/yaml-text.js';

/**
Reads a configuration.

@param file As errors name it.
@throws {YamlError} With all that is wrong in it.
*/
export function readConfig(file: string, bytes: Uint8Array): Config {
	const yaml = new YamlText(file, bytes);
	const nodes = new YamlNodes(yaml);
	const cache = nodes.mapping<Required<Config['cache']>>({
		windows: nodes.truth(),
		limit: nodes.size(),
		folder: nodes.text(wholePathPattern, 'a path that begins with / or ~/'),
	});
	const values = nodes.mapping<{cache: Config['cache']}>({cache}, key => ['windows', 'limit', 'folder'].includes(key) ? ` Under cache there is ${key}.` : undefined)(yaml.contents, 'the configuration');
	yaml.check();
	return {cache: values?.cache ?? {}};
}
