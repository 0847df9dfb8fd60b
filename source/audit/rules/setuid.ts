import {entryType} from '../../archive/entry-table.js';
import {countOf} from '../../format/count.js';
import {listWords} from '../../format/list-words.js';
import type {LayerNumber} from '../../image/image.js';
import type {PathId} from '../../tree/path-tree.js';
import type {Rule} from '../rule.js';
import {visitShown} from '../shown-paths.js';

const setuidBit = 0o4000;
const setgidBit = 0o2000;

/** So many files are named of those that packages brought. */
const mostNamed = 4;

/** Programs that run with rights which their caller has not. */
export const setuid: Rule = {
	id: 'setuid',
	title: 'Programs with rights of their own',
	group: 'secrets',
	severity: 'note',
	counterparts: ['CIS-DI-0008'],
	detects: 'Files of the finished image that are setuid or setgid, or have capabilities (`security.capability`): who runs them has their owner’s rights, and a flaw in one is a way to root. Those that packages brought as they are, such as `su` and `passwd` of Debian, are one finding together; each that an instruction of the build made so is told by itself.',
	remedy: 'Take the bits away where nobody needs them (`RUN chmod a-s FILE`, in the instruction that stores it), or run containers with `--security-opt=no-new-privileges`.',
	references: ['https://docs.docker.com/reference/cli/docker/container/run/#security-opt'],
	* find(input) {
		const {overlay: {tree, store}, packages: {packages, ownerOf}} = input;
		const own: Array<{path: PathId; layer: LayerNumber; rights: string}> = [];
		const shipped: PathId[] = [];
		yield * visitShown(input, (path, entry, {type, mode, xattrs}) => {
			const rights = [...((mode & setuidBit) === 0 ? [] : ['setuid']), ...((mode & setgidBit) === 0 ? [] : ['setgid']), ...(xattrs?.has('security.capability') ? ['has capabilities'] : [])];
			if (rights.length === 0 || type !== entryType.file) {
				return;
			}

			const layer = store.layerOf(entry);
			if (ownerOf[path] >= 0 && layer <= packages[ownerOf[path]].layer) {
				shipped.push(path);
			} else {
				own.push({path, layer, rights: listWords(rights)});
			}
		});

		for (const {path, layer, rights} of own) {
			const isRight = rights !== 'has capabilities';
			yield {
				layer,
				path,
				message: `${tree.path(path)} ${isRight ? `is ${rights}` : rights}: who runs it has rights that are not theirs.`,
				remedy: isRight ? `Unless it needs them, take them away in the instruction that stores it: chmod a-s ${tree.path(path)}.` : `Unless it needs them, take them away in the instruction that gives them: setcap -r ${tree.path(path)}.`,
			};
		}

		if (shipped.length > 0) {
			const names = shipped.map(path => tree.path(path)).sort();
			yield {
				path: shipped.reduce((folder, path) => tree.commonPath(folder, path), shipped[0]),
				key: 'packages',
				message: `${countOf(shipped.length, 'file')} of packages ${shipped.length === 1 ? 'is' : 'are'} setuid or setgid or ${shipped.length === 1 ? 'has' : 'have'} capabilities, as installed: ${listWords([...names.slice(0, mostNamed), ...(names.length > mostNamed ? [`${names.length - mostNamed} more`] : [])])}.`,
				remedy: 'Where nobody needs them, run containers with --security-opt=no-new-privileges, or take the bits away: RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +, in the instruction that installs them.',
			};
		}
	},
};
