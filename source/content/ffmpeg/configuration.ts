/** What other projects' `configure` take, whose texts may lie in the same program. */
const foreign = /(?:^| )--(?:target=|enable-vp[89]\b|disable-vp[89]\b|disable-unit-tests|enable-runtime-cpu-detect|bit-depth=|with-|host=|build=)/;

/** What FFmpeg's `configure` alone takes, and nearly every build gives it. */
const own = /(?:^| )--(?:(?:en|dis)able-(?:gpl|nonfree|version3|shared|static|doc|debug|programs|ff(?:mpeg|probe|play)|avcodec|avdevice|avformat|avfilter|swscale|network|pic|asm|x86asm|everything|all|autodetect|stripping|small|gnutls|openssl|lib\w+|encoders?|decoders?|muxers?|demuxers?|protocols?|filters?|parsers?|bsfs?|hwaccels?)\b|prefix=|extra-(?:version|cflags|ldflags|libs)|pkg-config|cross-prefix|enable-cross-compile|toolchain)/;

/** Whether a text is what FFmpeg was configured with. */
export function isConfiguration(text: string): boolean {
	return text.startsWith('--') && !/[^\u0020-\u007E]/.test(text) && own.test(text) && !foreign.test(text);
}

/** The words of a configuration; those that held spaces were quoted as for a shell. */
export function configurationFlags(configuration: string): string[] {
	return Array.from(configuration.matchAll(/(?:'[^']*'|"[^"]*"|\\.|[^\s"'])+/g), ([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, (_all, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? ''));
}

/** What a configuration says of the licence. */
export type FfmpegLicense = {
	gpl: boolean;
	version3: boolean;
	nonfree: boolean;
	/** As FFmpeg names it. */
	name: string;
};

/** The licence that follows from a configuration, by the rules of FFmpeg's `configure`. */
export function licenseOf(configuration: string): FfmpegLicense {
	const flags = new Set(configurationFlags(configuration));
	const gpl = flags.has('--enable-gpl');
	const version3 = flags.has('--enable-version3');
	const nonfree = flags.has('--enable-nonfree');
	return {
		gpl,
		version3,
		nonfree,
		name: nonfree ? 'nonfree and unredistributable' : (gpl ? `GPL version ${version3 ? 3 : 2} or later` : `LGPL version ${version3 ? '3' : '2.1'} or later`),
	};
}

/** What a configuration took in from outside, as it names it: `libx264`, `gnutls`, `cuda-nvcc`. A word that is switched off later is not in. */
export function enabledLibraries(configuration: string): string[] {
	const enabled = new Set<string>();
	for (const flag of configurationFlags(configuration)) {
		const [, which, name] = /^--(en|dis)able-([\w-]+)$/.exec(flag) ?? [];
		if (which === 'en' && !ownSwitches.test(name)) {
			enabled.add(name);
		} else if (which === 'dis') {
			enabled.delete(name);
		}
	}

	return [...enabled].sort();
}

/** What can be switched on that is no library. */
const ownSwitches = /^(?:gpl|nonfree|version3|shared|static|pic|small|lto|debug|doc|htmlpages|manpages|podpages|txtpages|programs|ff(?:mpeg|probe|play)|av\w+|sw\w+|postproc|network|asm|x86asm|inline-asm|cross-compile|runtime-cpudetect|stripping|optimizations|everything|all|autodetect|hardcoded-tables|gray|memory-poisoning|thumb|pthreads|w32threads|rpath|neon|vfp|armv[\w-]+|mmx|sse\w*|raise-major|ossfuzz|safe-bitstream-reader|extra-warnings|muxers?|demuxers?|encoders?|decoders?|protocols?|filters?|parsers?|bsfs?|hwaccels?|indevs?|outdevs?|devices)$/;
