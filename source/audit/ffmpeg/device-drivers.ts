import {absent} from '../../tree/entry-store.js';
import {slice} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';

/** A kind of hardware that FFmpeg can be compiled for, and what of the system it needs beside the kernel's. */
export type DeviceKind = {
	/** As FFmpeg calls it. */
	name: string;
	/** What a user asks for it by. */
	use: string;
	/** What must be there, each by one of several files: by the last part of its path. */
	needs: ReadonlyArray<{what: string; file: RegExp}>;
	/** What to install, as Debian calls it. */
	packages: string;
};

const vaapiDriver = {what: 'a VA-API driver (*_drv_video.so)', file: /\/dri\/[^/]+_drv_video\.so$/};

/** Kinds whose user-space parts are an image's own matter. Those of NVIDIA and AMF come with the host's driver. */
export const deviceKinds: readonly DeviceKind[] = [
	{name: 'vaapi', use: '-hwaccel vaapi', needs: [{what: 'libva.so.2', file: /\/libva\.so\.\d+$/}, vaapiDriver], packages: 'va-driver-all'},
	{name: 'vdpau', use: '-hwaccel vdpau', needs: [{what: 'libvdpau.so.1', file: /\/libvdpau\.so\.\d+$/}, {what: 'a VDPAU driver (libvdpau_*.so)', file: /\/vdpau\/libvdpau_(?!trace)[^/]+\.so(?:\.[\d.]+)?$/}], packages: 'vdpau-driver-all'},
	{name: 'qsv', use: '-hwaccel qsv', needs: [{what: 'a Quick Sync runtime (libmfx-gen.so, libmfxhw64.so)', file: /\/libmfx(?:hw64|-gen)\.so[\d.]*$/}, vaapiDriver], packages: 'libmfx-gen1.2 and intel-media-va-driver'},
	{name: 'opencl', use: '-init_hw_device opencl', needs: [{what: 'libOpenCL.so.1', file: /\/libOpenCL\.so\.\d+$/}, {what: 'an OpenCL driver (*.icd)', file: /^\/etc\/OpenCL\/vendors\/[^/]+\.icd$/}], packages: 'mesa-opencl-icd or intel-opencl-icd'},
	{name: 'vulkan', use: '-init_hw_device vulkan', needs: [{what: 'libvulkan.so.1', file: /\/libvulkan\.so\.\d+$/}, {what: 'a Vulkan driver (icd.d/*.json)', file: /\/vulkan\/icd\.d\/[^/]+\.json$/}], packages: 'mesa-vulkan-drivers'},
];

/** The end of names that any kind needs: few paths have one, and only those are spelled out. */
const ending = /\.(?:so(?:\.[\d.]+)?|icd|json)$/;

/** What each of some kinds needs and the finished file system has not. */
export function * lackingDrivers({overlay: {tree, transitions}}: Pick<AuditInput, 'overlay'>, kinds: readonly DeviceKind[]): Generator<undefined, Array<{kind: DeviceKind; lacks: string[]}>> {
	const needs = new Map(kinds.flatMap(({needs}) => needs.map(({what, file}) => [what, file] as const)));
	for (let path = 1; path < tree.count && needs.size > 0; path++) {
		if (path % slice === 0) {
			yield;
		}

		if (transitions.state(path) === absent || !ending.test(tree.name(path))) {
			continue;
		}

		const whole = tree.path(path);
		for (const [what, file] of needs) {
			if (file.test(whole)) {
				needs.delete(what);
			}
		}
	}

	return kinds.map(kind => ({kind, lacks: kind.needs.map(({what}) => what).filter(what => needs.has(what))})).filter(({lacks}) => lacks.length > 0);
}
