import type {EngineName} from '../../engine-image.js';

/** An engine as data: how its own command is asked, and how that says no. */
export type Engine = {
	/** What its program is called, and its scheme. */
	name: EngineName;
	/** Arguments before an image's name that write what the engine knows of it, as a list in JSON. */
	inspect: readonly string[];
	/** Arguments before an image's name that write it to standard output, as a tar. */
	save: readonly string[];
	/** What does instead for images that `save` by itself can't write. */
	saveOtherwise?: readonly string[];
	/** Whether some version of `save` takes `--platform`. */
	savesPlatform: boolean;
	/** How standard error says that it can't be saved in that way, where it may be in another. */
	takesNoWay: RegExp;
	/** Whether `save` of a name without a tag writes all its tags, where elsewhere such a name means `latest`. */
	savesAllTags: boolean;
	/** Arguments that list all images in JSON: as one list, or an object a line. */
	list: readonly string[];
	/** How standard error says that there is no such image. */
	lacksImage: RegExp;
	/** How it says that what does the work is not running, or can't be reached. */
	isUnreachable: RegExp;
	/** What can be done about that. */
	remedy: string;
};

/** The command, or the daemon behind it, is older than the option (Docker 28, API 1.48): the platform is then chosen of what comes. */
const noPlatform = /unknown flag: --platform|"--platform" requires api version/i;

/** Podman's words: where `docker` is podman under that name, they are docker's. */
const podmanLacks = /image not known|invalid reference format/i;
const podmanUnreachable = /(?:cannot|unable to) connect to podman/i;

/**
All of them, in the order in which they are asked.

`{{json .}}` and not `json`, which docker takes since version 23 alone. `--` ends the options: a name is never one.
*/
export const engines: readonly Engine[] = [
	{
		name: 'docker',
		inspect: ['image', 'inspect', '--'],
		save: ['image', 'save'],
		savesPlatform: true,
		takesNoWay: noPlatform,
		savesAllTags: true,
		list: ['image', 'ls', '--no-trunc', '--format', '{{json .}}'],
		lacksImage: eitherOf(/no such image|reference does not exist/i, podmanLacks),
		isUnreachable: eitherOf(/cannot connect to the docker daemon|error during connect|permission denied while trying to connect|failed to initialize/i, podmanUnreachable),
		remedy: 'Start it, or say by DOCKER_HOST or docker context where it is',
	},
	{
		name: 'podman',
		inspect: ['image', 'inspect', '--'],
		save: ['image', 'save', '--quiet'],
		// It writes Docker's form, which has no zstd; an OCI archive it first writes to a folder, which takes longer.
		saveOtherwise: ['image', 'save', '--quiet', '--format', 'oci-archive'],
		savesPlatform: false,
		takesNoWay: /not supported for docker images/i,
		savesAllTags: false,
		list: ['image', 'ls', '--format', 'json'],
		lacksImage: podmanLacks,
		isUnreachable: podmanUnreachable,
		remedy: 'Where podman has a machine, podman machine start starts it',
	},
	{
		name: 'nerdctl',
		inspect: ['image', 'inspect', '--'],
		save: ['image', 'save'],
		savesPlatform: true,
		takesNoWay: noPlatform,
		savesAllTags: false,
		list: ['image', 'ls', '--no-trunc', '--format', '{{json .}}'],
		lacksImage: /no such (?:image|object)|invalid reference format/i,
		isUnreachable: /cannot access containerd socket|rootless containerd not running|failed to dial|connection refused/i,
		remedy: 'Start containerd, or say by CONTAINERD_ADDRESS where it is',
	},
];

function eitherOf(one: RegExp, other: RegExp): RegExp {
	return new RegExp(`${one.source}|${other.source}`, 'i');
}

/** The names that images can have, and what stands for them: a reference, an id, a digest. Nothing of it can be taken for an option. */
const imageName = /^[\w[][\w+\-./:@[\]]{0,1023}$/;

/** Whether an engine can be asked for it at all. */
export function isImageName(name: string): boolean {
	return imageName.test(name);
}
