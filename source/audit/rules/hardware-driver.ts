import {deviceKinds, lackingDrivers} from '../ffmpeg/device-drivers.js';
import {buildName, environment, imageFfmpeg} from '../ffmpeg/image-ffmpeg.js';
import type {Rule} from '../rule.js';

/** Hardware acceleration that is compiled into FFmpeg and whose drivers the image lacks. */
export const hardwareDriver: Rule = {
	id: 'hardware-driver',
	title: 'Hardware acceleration without its drivers',
	group: 'runtime',
	severity: 'note',
	counterparts: [],
	detects: 'Kinds of hardware acceleration (VA-API, VDPAU, Quick Sync, OpenCL, Vulkan) that the FFmpeg which the image runs is compiled for, and whose drivers are not in the image: they are loaded when they are used, so that no check of linked libraries misses them. Drivers of NVIDIA come from the host; there it is held against NVIDIA_DRIVER_CAPABILITIES, without whose `video` the container gets no encoder or decoder.',
	remedy: 'Install the drivers of the hardware that you mean to use; nothing is wrong where none is meant to be used.',
	references: ['https://trac.ffmpeg.org/wiki/HWAccelIntro'],
	* find(input) {
		const [main] = input.once(imageFfmpeg);
		const hardware = main?.build.hardware;
		if (!main || !hardware) {
			return;
		}

		const {place: {layer, path}, build: {encoders = [], decoders = []}} = main;
		const lacking = yield * lackingDrivers(input, deviceKinds.filter(({name}) => hardware.includes(name)));
		if (lacking.length > 0) {
			yield {
				layer,
				path,
				key: 'drivers',
				message: `${buildName(main)} is compiled for ${listed(lacking.map(({kind: {name}}) => name))}, and the image lacks ${listed([...new Set(lacking.flatMap(({lacks}) => lacks))])}: with ${lacking.map(({kind: {use}}) => use).join(', ')} it fails.`,
				remedy: `Nothing is to be done where the processor is to do the work. Otherwise install ${lacking.map(({kind: {name, packages}}) => `${packages} for ${name}`).join('; ')}; and hand the device to the container (--device /dev/dri).`,
			};
		}

		const {env} = input.image.config;
		const capabilities = environment(env, 'NVIDIA_DRIVER_CAPABILITIES');
		const usesNvidia = [...encoders, ...decoders].some(({name}) => /_(?:nvenc|cuvid)$/.test(name)) && hardware.includes('cuda');
		if (usesNvidia && environment(env, 'NVIDIA_VISIBLE_DEVICES') !== undefined && !/(?:^|,)\s*(?:all|video)\s*(?:,|$)/.test(capabilities ?? '')) {
			yield {
				layer,
				path,
				key: 'nvidia',
				message: `The image asks for NVIDIA's devices (NVIDIA_VISIBLE_DEVICES), and ${capabilities === undefined ? 'does not set NVIDIA_DRIVER_CAPABILITIES' : `NVIDIA_DRIVER_CAPABILITIES is ${capabilities}`}: without video in it the container gets no libnvidia-encode and libnvcuvid, and FFmpeg's *_nvenc and *_cuvid fail.`,
				remedy: 'Write ENV NVIDIA_DRIVER_CAPABILITIES=compute,video,utility.',
			};
		}
	},
};

function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
