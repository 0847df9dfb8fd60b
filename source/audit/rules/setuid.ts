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
	detects: 'Files of the finished image that are setuid or setgid, or have capabilities (`security.capability`): who runs them has their owner\'s rights, and a flaw in one is a way to root. Those that packages brought as they are, such as `su` and `passwd` of Debian, are one finding together; each that an instruction of the build made so is told by itself.',
	remedy: 'Take the bits away where nobody needs them (`chmod a-s FILE`, and `setcap -r FILE` of capabilities, in the instruction that stores it), or run containers with `--security-opt=no-new-privileges`.',
	references: ['https://docs.docker.com/reference/cli/docker/container/run/#security-opt'],
	* find(input) {
		const {overlay: {tree, store}, packages: {packages, ownerOf}} = input;
		const own: Array<{path: PathId; layer: LayerNumber; hasBits: boolean; isCapable: boolean; rights: string}> = [];
		const shipped: PathId[] = [];
		const capable: PathId[] = [];
		let withBits = 0;
		yield * visitShown(input, (path, entry, {type, mode, xattrs}) => {
			const bits = [...((mode & setuidBit) === 0 ? [] : ['setuid']), ...((mode & setgidBit) === 0 ? [] : ['setgid'])];
			const isCapable = xattrs?.has('security.capability') === true;
			const hasBits = bits.length > 0;
			if ((!hasBits && !isCapable) || type !== entryType.file) {
				return;
			}

			const layer = store.layerOf(entry);
			if (ownerOf[path] >= 0 && layer <= packages[ownerOf[path]].layer) {
				shipped.push(path);
				withBits += Number(hasBits);
				if (isCapable) {
					capable.push(path);
				}
			} else {
				own.push({path, layer, hasBits, isCapable, rights: [...(hasBits ? [`is ${listWords(bits)}`] : []), ...(isCapable ? ['has capabilities'] : [])].join(' and ')});
			}
		});

		for (const {path, layer, hasBits, isCapable, rights} of own) {
			const file = tree.path(path);
			yield {
				layer,
				path,
				message: `${file} ${rights}: who runs it has rights that are not theirs.`,
				remedy: `Unless it needs them, take them away in the instruction that ${hasBits ? 'stores it' : 'gives them'}: ${[...(hasBits ? [`chmod a-s ${file}`] : []), ...(isCapable ? [`setcap -r ${file}`] : [])].join(' && ')}.`,
			};
		}

		if (shipped.length > 0) {
			const names = shipped.map(path => tree.path(path)).sort();
			yield {
				path: shipped.reduce((folder, path) => tree.commonPath(folder, path), shipped[0]),
				key: 'packages',
				message: `${countOf(shipped.length, 'file')} of packages ${shipped.length === 1 ? 'is' : 'are'} setuid or setgid or ${shipped.length === 1 ? 'has' : 'have'} capabilities, as installed: ${listWords([...names.slice(0, mostNamed), ...(names.length > mostNamed ? [`${names.length - mostNamed} more`] : [])])}.`,
				remedy: `Where nobody needs them, run containers with --security-opt=no-new-privileges, or end the instruction that installs them with ${listWords([
					...(withBits > 0 ? ['`find / -xdev -perm /6000 -type f -exec chmod a-s {} +`'] : []),
					...(capable.length > 0 ? [capable.length > mostNamed ? '`setcap -r FILE` for each file that `getcap -r /` lists' : `\`setcap ${capable.map(path => `-r ${tree.path(path)}`).join(' ')}\``] : []),
				])}.`,
			};
		}
	},
};
