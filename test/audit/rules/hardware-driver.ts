import test from 'ava';
import {hardwareDriver} from '../../../source/audit/rules/hardware-driver.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {coders, installed, sharedFfmpeg} from '../../helpers/ffmpeg-story.js';

const contents = sharedFfmpeg({hardware: ['vaapi', 'vulkan', 'drm', 'cuda'], coders: [...coders, 'encoder h264_nvenc h264']});

test('what is compiled in, and whose drivers are not there', async t => {
	const [finding, ...others] = await auditStory(t, [hardwareDriver], `${installed}
	RUN apt-get install -y libva2
	  usr/lib/x86_64-linux-gnu/libva.so.2.1700.0 = library
	  usr/lib/x86_64-linux-gnu/libva.so.2 -> libva.so.2.1700.0
	  usr/lib/libvulkan.so.1 = library
	  usr/share/vulkan/icd.d/lvp_icd.x86_64.json = {}
	`, {contents});
	t.deepEqual(others, []);
	t.like(finding, {
		severity: 'note',
		layer: 1,
		message: 'FFmpeg 5.1.9-test is compiled for vaapi, and the image lacks a VA-API driver (*_drv_video.so): with -hwaccel vaapi it fails.',
		remedy: 'Nothing is to be done where the processor is to do the work. Otherwise install va-driver-all for vaapi; and hand the device to the container (--device /dev/dri).',
	});
});

test('all drivers are there; one that a later layer removes is not', async t => {
	const all = `${installed}
	RUN apt-get install -y va-driver-all mesa-vulkan-drivers
	  usr/lib/libva.so.2 = library
	  usr/lib/x86_64-linux-gnu/dri/iHD_drv_video.so = driver
	  usr/lib/libvulkan.so.1 = library
	  usr/share/vulkan/icd.d/lvp_icd.x86_64.json = {}
	`;
	t.deepEqual(await toldFindings(t, [hardwareDriver], all, {contents}), []);
	t.deepEqual(await toldFindings(t, [hardwareDriver], `${all}
	RUN rm -r /usr/share/vulkan
	  usr/share/.wh.vulkan
	`, {contents}), ['note hardware-driver layer 1 /usr/lib/libavcodec.so.59.37.100: FFmpeg 5.1.9-test is compiled for vulkan, and the image lacks a Vulkan driver (icd.d/*.json): with -init_hw_device vulkan it fails.']);
});

test('what traces calls of VDPAU is no driver', async t => {
	const story = (file: string) => toldFindings(t, [hardwareDriver], `${installed}
	RUN apt-get install -y libvdpau1
	  usr/lib/libvdpau.so.1 = library
	  usr/lib/vdpau/${file} = library
	`, {contents: sharedFfmpeg({hardware: ['vdpau']})});
	t.regex((await story('libvdpau_trace.so.1'))[0], /lacks a VDPAU driver/);
	t.deepEqual(await story('libvdpau_radeonsi.so.1.0'), []);
});

test('an image for NVIDIA\'s devices that does not ask for video', async t => {
	const story = (Env: string[]) => toldFindings(t, [hardwareDriver], installed, {contents: sharedFfmpeg({hardware: ['cuda'], coders: [...coders, 'encoder h264_nvenc h264']}), config: {config: {Env}}});
	t.is((await story(['NVIDIA_VISIBLE_DEVICES=all', 'NVIDIA_DRIVER_CAPABILITIES=compute,utility'])).length, 1);
	t.regex((await story(['NVIDIA_VISIBLE_DEVICES=all']))[0], /does not set NVIDIA_DRIVER_CAPABILITIES: without video/);
	t.deepEqual(await story(['NVIDIA_VISIBLE_DEVICES=all', 'NVIDIA_DRIVER_CAPABILITIES=compute,video']), []);
	t.deepEqual(await story([]), []);
});

test('an FFmpeg that is compiled for nothing', async t => {
	t.deepEqual(await toldFindings(t, [hardwareDriver], installed, {contents: sharedFfmpeg({hardware: []})}), []);
});
