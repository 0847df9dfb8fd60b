import type {DataRegion, LoadedData} from '../elf/loaded-data.js';
import type {Reading} from '../reading.js';

/** Kinds of hardware devices, by libavutil's number of each (`AVHWDeviceType` in libavutil/hwcontext.h). */
const deviceTypes: ReadonlyArray<string | undefined> = [undefined, 'vdpau', 'cuda', 'vaapi', 'dxva2', 'qsv', 'videotoolbox', 'd3d11va', 'drm', 'opencl', 'mediacodec', 'vulkan', 'd3d12va', 'amf', 'ohcodec'];

/** Bytes of data that are looked through at once: about a millisecond. A multiple of a word. */
const slice = 1 << 18;

/** No name of a kind is longer. */
const longestName = 16;

/** No structure of a device is larger, in bytes. */
const largestContext = 1 << 16;

/** More places that may be a record are not looked at: in a program of 200 MB there are some hundreds. */
const maximumPlaces = 1 << 14;

/**
Finds the kinds of hardware devices that libavutil was compiled for, in the order of their numbers, which is FFmpeg's. Each that is in has a
record that begins with number, name, pixel formats and the sizes of three structures (`HWContextType` in libavutil/hwcontext_internal.h); a compiler may have dissolved the list of
them. Where there is none, the table of all names (`hw_type_names`) says that this is libavutil, and so has none.
*/
export function * findHardwareTypes(data: LoadedData): Reading<string[] | undefined> {
	const {wordSize} = data;
	const found = new Set<number>();
	for (const {region, at} of yield * placesWhere(data, (region, at) => {
		const type = data.int(region, at);
		return type > 0 && type < deviceTypes.length && (wordSize === 4 || data.int(region, at + 4) === 0)
			&& data.isMapped(data.word(region, at + wordSize)) && data.isMapped(data.word(region, at + (wordSize * 2)))
			&& [3, 4, 5].every(index => data.word(region, at + (index * wordSize)) < largestContext);
	})) {
		const type = data.int(region, at);
		if (yield * isName(data, data.word(region, at + wordSize), deviceTypes[type]!)) {
			found.add(type);
		}
	}

	if (found.size > 0) {
		return [...found].sort((a, b) => a - b).map(type => deviceTypes[type]!);
	}

	for (const {region, at} of yield * placesWhere(data, (region, at) => at >= wordSize && data.word(region, at - wordSize) === 0
		&& [0, 1, 2].every(index => data.isMapped(data.word(region, at + (index * wordSize)))))) {
		if ((yield * isName(data, data.word(region, at), 'vdpau')) && (yield * isName(data, data.word(region, at + wordSize), 'cuda'))) {
			return [];
		}
	}

	return undefined;
}

type Place = {region: DataRegion; at: number};

/** All places of words, behind which five more lie, for which a test holds. */
function * placesWhere(data: LoadedData, test: (region: DataRegion, at: number) => boolean): Reading<Place[]> {
	const {wordSize} = data;
	const places: Place[] = [];
	for (const region of data.regions) {
		const end = region.bytes.length - (wordSize * 6) + 1;
		for (let at = (wordSize - (region.address % wordSize)) % wordSize; at < end && places.length < maximumPlaces; at += slice) {
			addPlaces(places, region, {from: at, to: Math.min(end, at + slice), wordSize}, test);
			yield {at: 0, length: 0};
		}
	}

	return places;
}

function addPlaces(places: Place[], region: DataRegion, {from, to, wordSize}: {from: number; to: number; wordSize: number}, test: (region: DataRegion, at: number) => boolean): void {
	for (let at = from; at < to; at += wordSize) {
		if (test(region, at)) {
			places.push({region, at});
		}
	}
}

function * isName(data: LoadedData, address: number, name: string): Reading<boolean> {
	return (yield * data.text(address, longestName))?.toLowerCase() === name;
}
