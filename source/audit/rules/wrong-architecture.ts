import {countOf} from '../../format/count.js';
import {fileType} from '../../content/elf/elf-file.js';
import {machineName} from '../../content/elf/elf-names.js';
import {imageLinkage} from '../linkage/image-linkage.js';
import type {ImageFile} from '../linkage/image-files.js';
import {architectureOf, runsOn} from '../linkage/machines.js';
import {startedFiles} from '../linkage/started-files.js';
import type {Rule} from '../rule.js';

/** Programs and libraries of another architecture than the image's. */
export const wrongArchitecture: Rule = {
	id: 'wrong-architecture',
	title: 'Programs for another architecture',
	group: 'runtime',
	severity: 'note',
	counterparts: [],
	detects: 'Programs and libraries whose ELF header names another machine than the architecture in the image\'s config: a kernel answers "exec format error". It is an error for what the entrypoint starts; else a note, for packages ship programs for other machines. What the image\'s machines run beside their own, such as 386 on amd64, is no finding.',
	remedy: 'Build for the image\'s architecture (`GOARCH`, `docker buildx build --platform`), or take the download for it.',
	references: ['https://docs.docker.com/build/building/multi-platform/'],
	* find(input) {
		const {overlay, image: {platform}} = input;
		const [os, architecture] = platform.split('/', 2);
		if (os !== 'linux' || architecture === undefined) {
			return;
		}

		const started = startedFiles(input);
		const others = new Map<string, ImageFile[]>();
		yield;
		for (const file of imageLinkage(input).files.elfFiles()) {
			const elf = file.elf!;
			const isRun = elf.type === fileType.executable || elf.type === fileType.shared;
			if (!isRun || runsOn(elf, architecture) !== 'not') {
				continue;
			}

			const built = architectureOf(elf) ?? machineName(elf.machine);
			if (!started.has(file.id)) {
				others.set(built, [...others.get(built) ?? [], file]);
				continue;
			}

			yield {
				severity: 'error',
				layer: overlay.store.layerOf(file.id),
				path: file.at,
				key: built,
				message: `${file.path} is built for ${built}, and the image is for ${architecture}: its container does not start.`,
				remedy: `Build it for ${architecture}, or take the download for it.`,
			};
		}

		for (const [built, files] of others) {
			const folder = files.map(({at}) => at).reduce((common, path) => overlay.tree.commonPath(common, path));
			const [{path}] = files;
			yield {
				layer: overlay.store.layerOf(files[0].id),
				path: folder,
				key: built,
				message: files.length === 1
					? `${path} is built for ${built}, and the image is for ${architecture}.`
					: `${countOf(files.length, 'file')} are built for ${built}, such as ${path}, and the image is for ${architecture}.`,
				remedy: 'If nothing copies them to such a machine, leave them out.',
			};
		}
	},
};
