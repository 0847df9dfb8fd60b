import type {Image} from '../../image/image.js';
import type {Rule} from '../rule.js';

/** Names that say no version. */
export const unpinnedTag: Rule = {
	group: 'configuration',
	severity: 'note',
	id: 'unpinned-tag',
	title: 'Names that say no version',
	counterparts: ['DKL-DI-0006', 'DL3006', 'DL3007'],
	detects: 'An image that is called `latest` alone, or has no tag: tomorrow the name may mean another one, and nobody can go back. Likewise a base image that a label names without a tag, or as `latest`.',
	remedy: 'Give the image a tag that says its version, and name base images by version or digest.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3006'],
	* find({image}) {
		const tags = image.tags.map(name => tagOf(name, image.form));
		const [name = ''] = image.tags;
		if (image.form !== 'rootfs' && image.form !== 'demo' && image.form !== 'docker-dir' && tags.every(tag => tag === '' || tag === 'latest')) {
			yield {
				message: name === '' ? 'The image has no tag.' : `The image is called ${name}, which says no version.`,
				remedy: `Give it a tag that says its version, such as \`${name === '' || !/[/:]/.test(name) ? 'NAME' : name.replace(/:latest$/, '')}:1.0.0\`.`,
			};
		}

		const base = image.annotations['org.opencontainers.image.base.name'] ?? image.config.labels['org.opencontainers.image.base.name'] ?? '';
		if (base !== '' && base !== 'scratch' && !base.includes('@') && ['', 'latest'].includes(tagOf(base, 'docker-archive'))) {
			yield {
				key: 'base',
				message: `The image is built on ${base}, which says no version.`,
				remedy: `Write \`FROM ${base.replace(/:latest$/, '')}:VERSION\`, or a digest.`,
			};
		}
	},
};

/** The tag of a name. In a layout the annotation may be a tag alone. */
function tagOf(name: string, form: Image['form']): string {
	const at = name.lastIndexOf(':');
	return at > name.lastIndexOf('/') ? name.slice(at + 1) : (form.startsWith('oci-') && !name.includes('/') ? name : '');
}
