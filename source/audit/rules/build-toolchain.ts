import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {listWords} from '../../format/list-words.js';
import type {AuditInput} from '../audit-input.js';
import {holdersOf, tellHolders} from '../holders.js';
import {inInstruction} from '../in-instruction.js';
import {installedPackages} from '../installed-packages.js';
import {leftBehind} from '../left-behind.js';
import type {Rule} from '../rule.js';
import {toolchainOf, type Toolchain} from '../toolchain.js';

/** Compilers and what else programs are built with. */
export const buildToolchain: Rule = {
	id: 'build-toolchain',
	title: 'Compilers and build tools',
	group: 'leftovers',
	severity: 'warning',
	counterparts: [],
	detects: 'Compilers, linkers, assemblers and build systems (gcc, cc1, ld, make, cmake, ninja, nasm, yasm, pkg-config, rustc, cargo, go, javac, mvn …) in the finished file system, with all that the packages of dpkg, apk and rpm hold that own them, and packages to compile against (`*-dev`, `*-devel`). Programs are built with them, and seldom does one need them that runs; to an intruder they are of use.',
	remedy: 'Build in a stage of its own, and copy what runs into a last stage that never saw the tools.',
	references: ['https://docs.docker.com/build/building/multi-stage/'],
	* find(input) {
		const {packages: {ownerOf}} = input;
		const toolchain = input.once(toolchainOf);
		const {isTool, places, placeOf} = toolchain;
		for (const {layer, folder, contents, paths, bytes} of yield * leftBehind(input, (_, path) => isTool[ownerOf[path]] === 1 || placeOf[path] > 0)) {
			const holders = holdersOf(input, {contents, paths}, path => placeOf[path] > 0 ? places[placeOf[path] - 1] : path);
			const owning = holders.filter(({kind}) => kind !== undefined).length;
			yield {
				layer,
				path: folder,
				bytes,
				contents,
				message: holders.length === 1
					? `${holders[0].name} (${formatBytes(bytes)}) is there to build programs with: what runs needs none of it.`
					: `${[
						...(owning > 0 ? [countOf(owning, 'package')] : []),
						...(owning < holders.length ? [countOf(holders.length - owning, 'place')] : []),
					].join(' and ')} to build programs with take ${formatBytes(bytes)}, and what runs needs none of it: ${tellHolders(holders)}.`,
				remedy: remedyOf(input, layer, toolchain),
			};
		}
	},
};

/** Names of packages that a remedy lists: those of a long RUN are all there to be read in it. */
const mostListed = 24;

function remedyOf(input: AuditInput, layer: number, {isTool}: Toolchain): string {
	return inInstruction(input, layer, {
		run(_, instruction) {
			const tools = new Set(input.packages.packages.filter((_, index) => isTool[index] === 1).map(({name}) => name.replace(/:.*/, '')));
			const installed = installedPackages(instruction);
			const isListed = installed.length <= mostListed;
			const forBuild = installed.filter(name => tools.has(name));
			const forRun = installed.filter(name => !tools.has(name));
			if (forBuild.length === 0) {
				return `Do what layer ${layer} does in a stage of its own (\`FROM … AS build\`), and COPY --from=build into the last one only what runs.`;
			}

			return [
				`Install ${isListed ? listWords(forBuild) : 'them'} in a stage of its own (\`FROM … AS build\`) and build there; COPY --from=build into the last stage only what runs`,
				isListed && forRun.length > 0 ? `, where of layer ${layer} is left: ${listWords(forRun)}` : '',
				'.',
			].join('');
		},
		copy: (_, word) => `Build in a stage of its own (\`FROM … AS build\`), and let the ${word} of layer ${layer} bring only what runs.`,
		what: 'them (a slim variant, or one for running)',
	});
}
