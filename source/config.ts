/** What the user's configuration says, for every image. */
export type Config = {
	/** What is kept of images from one run to the next. */
	cache: {
		/** Whether plain content of layers is kept, as places need it at which inflating is to begin; it is where nothing is said. */
		windows?: boolean;
		/** How many bytes it may have. */
		limit?: number;
		/** The folder in which freedive's own lies, instead of `$XDG_CACHE_HOME`; may begin with `~/`. */
		folder?: string;
	};
};

/** Where there is no configuration. */
export const defaultConfig: Config = {cache: {}};

/** A path that leads to the same place wherever freedive is started. */
export const wholePathPattern = String.raw`^(?:~?/[^\0\n]{0,4095}|~)$`;
