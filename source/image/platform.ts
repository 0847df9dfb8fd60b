import {ImageError, type Platform} from './image.js';

/** What `uname -m` and others call an architecture, by Go's GOARCH, which OCI documents use (image-index.md, "platform"). */
const architectures: ReadonlyMap<string, string> = new Map([
	['x86_64', 'amd64'],
	['x86-64', 'amd64'],
	['x64', 'amd64'],
	['aarch64', 'arm64'],
	['armhf', 'arm'],
	['armel', 'arm'],
	['i386', '386'],
	['i686', '386'],
	['ia32', '386'],
]);

/** The variant that is meant where none is written, as containerd normalises platforms. */
const defaultVariants: ReadonlyMap<string, string> = new Map([['arm64', 'v8'], ['arm', 'v7'], ['amd64', 'v1']]);

/**
Reads `os/arch[/variant]`; an architecture alone is one of Linux.

@throws {ImageError} When it is no platform.
*/
export function parsePlatform(text: string): Platform {
	const parts = text.trim().toLowerCase().split('/');
	if (parts.length === 1 && parts[0] !== '') {
		parts.unshift('linux');
	}

	const [os, architecture, variant] = parts;
	if (!os || !architecture || parts.length > 3 || variant === '') {
		throw new ImageError(`"${text}" is no platform: write os/arch or os/arch/variant, such as linux/arm64.`);
	}

	return {os, architecture: architectures.get(architecture) ?? architecture, variant};
}

/** `os/arch[/variant]`, as people write it; empty where neither is known. */
export function formatPlatform(platform: Platform | undefined): string {
	if (!platform?.os && !platform?.architecture) {
		return '';
	}

	return [platform.os || 'unknown', platform.architecture || 'unknown', platform.variant].filter(Boolean).join('/');
}

/** Whether an image of platform `offered` is one that `wanted` asks for. A variant that is not asked for may be any. */
export function matchesPlatform(offered: Platform, wanted: Platform): boolean {
	return offered.os === wanted.os
		&& canonicalArchitecture(offered) === canonicalArchitecture(wanted)
		&& (wanted.variant === undefined || variantOf(offered) === variantOf(wanted));
}

/** Whether it is the variant that is meant where none is written. */
export function isDefaultVariant(platform: Platform): boolean {
	return variantOf(platform) === defaultVariants.get(canonicalArchitecture(platform));
}

function canonicalArchitecture({architecture}: Platform): string {
	return architectures.get(architecture) ?? architecture;
}

function variantOf(platform: Platform): string | undefined {
	return platform.variant ?? defaultVariants.get(canonicalArchitecture(platform));
}
