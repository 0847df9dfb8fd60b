import {countOf} from '../../format/count.js';
import {factTable, listTable, type Facts, type FactTable} from '../facts.js';
import type {Reading} from '../reading.js';
import {configurationFlags} from './configuration.js';
import type {FfmpegBinary, FfmpegCoder} from './ffmpeg-binary.js';
import {hasFfmpegName, readFfmpeg} from './read-ffmpeg.js';

/** More switches of a configuration are not told. */
const maximumRows = 1000;

/** What an ELF file says of the FFmpeg build that it is of, before what it says of itself. Only one by FFmpeg's names is asked: to look through the texts of every program would take time. */
export function * withFfmpeg(facts: Facts, path: string, head: Uint8Array, size: number): Reading<Facts> {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const binary = hasFfmpegName(name) ? yield * readFfmpeg(head, size, name) : undefined;
	return binary ? {...facts, title: `${titleOf(binary)}; ${facts.title}`, tables: [...tablesOf(binary), ...facts.tables]} : facts;
}

/** `FFmpeg 5.1.9, GPL version 2 or later, 217 encoders, 516 decoders`. */
function titleOf({version, license, encoders, decoders}: FfmpegBinary): string {
	return [
		version === undefined ? 'FFmpeg' : `FFmpeg ${version}`,
		...license === undefined ? [] : [license],
		...encoders ? [countOf(encoders.length, 'encoder')] : [],
		...decoders ? [countOf(decoders.length, 'decoder')] : [],
	].join(', ');
}

function tablesOf({version, license, libraries, hardware, configuration, encoders, decoders}: FfmpegBinary): FactTable[] {
	return [
		factTable('FFmpeg', [
			['version', version],
			['licence', license],
			...Object.entries(libraries).map(([name, version]) => [`lib${name}`, version] as const),
			['hardware', hardware && (hardware.join(', ') || 'none')],
		]),
		...coderTable('Encoders', encoders),
		...coderTable('Decoders', decoders),
		...configuration === undefined ? [] : [listTable('Configuration', ['switch'], configurationFlags(configuration).map(flag => [flag]), maximumRows)],
	];
}

function coderTable(title: string, coders: readonly FfmpegCoder[] | undefined): FactTable[] {
	return coders ? [listTable(title, ['name', 'format', 'type'], coders.map(({name, codec, type}) => [name, codec, type]))] : [];
}
