/** What reading from registries needs of the outside, and how patient it is. */
export type RegistryOptions = {
	/** Variables that say where credentials and settings lie, and which proxy is to be used. */
	environment: Readonly<Record<string, string | undefined>>;
	/** The user's home folder. */
	home: string;
	/** The root of the file system, below which `etc/containers` lies; `/` where it is not told. */
	root?: string;
	/** Ends all that is under way; what was asked for rejects with its reason. */
	signal?: AbortSignal;
	/** How often something is asked for again that did not come; 4 where it is not told. */
	retries?: number;
	/** Seconds without a byte after which a registry is given up; 30 where it is not told. */
	patience?: number;
	/** Seconds before something is asked for again the first time; each pause is twice the one before. 0.5 where it is not told. */
	firstPause?: number;
	/** What the program calls itself, such as `freedive/1.2.3`. */
	userAgent?: string;
	/** Told what is odd, a sentence each: settings that can't be read, credentials that can't be had. */
	onWarning?: (message: string) => void;
	/** Told what is being waited for, where something is asked for again: `waiting 2 s for ghcr.io, which is too busy to send image a/b:1`. */
	onPause?: (message: string) => void;
	/** The time in milliseconds since 1970; the machine's where it is not told. */
	now?: () => number;
};

/** What was asked of registries, and what came. */
export type RegistryCounts = {
	/** Requests to registries, each try; those for tokens and to where a registry redirects are not among them. */
	requests: number;
	/** Requests for tokens. */
	tokens: number;
	/** Redirects that were followed. */
	redirects: number;
	/** Times that something was asked for again because it had not come. */
	retries: number;
	/** Bytes of bodies that came. */
	bytes: number;
};
