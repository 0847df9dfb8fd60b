import type {AttachedFact} from './attached-fact.js';
import {jsonAt, listAt, textAt} from './json-at.js';

/** What a bill of materials in SPDX or CycloneDX says of itself; undefined where the document is none. */
export function readSbom(document: unknown): AttachedFact | undefined {
	const spdx = textAt(document, 'spdxVersion');
	if (spdx?.startsWith('SPDX-')) {
		const creators = listAt(document, 'creationInfo', 'creators').slice(0, 100);
		const tool = creators.map(creator => /^Tool: (?<name>.{1,200})$/.exec(typeof creator === 'string' ? creator : '')?.groups!.name).find(name => name !== undefined);
		return {kind: 'sbom', format: `SPDX ${spdx.slice('SPDX-'.length)}`, packages: listAt(document, 'packages').length, ...(tool !== undefined && {tool})};
	}

	if (textAt(document, 'bomFormat') === 'CycloneDX') {
		const version = textAt(document, 'specVersion');
		const tools = jsonAt(document, 'metadata', 'tools');
		// A list of tools until 1.4, an object with components since 1.5.
		const [first] = Array.isArray(tools) ? tools as unknown[] : listAt(tools, 'components');
		const tool = [textAt(first, 'name'), textAt(first, 'version')].filter(part => part !== undefined).join(' ');
		return {kind: 'sbom', format: `CycloneDX${version === undefined ? '' : ` ${version}`}`, packages: listAt(document, 'components').length, ...(tool !== '' && {tool})};
	}

	return undefined;
}
