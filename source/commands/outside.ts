import type {Readable, Writable} from 'node:stream';
import type {AuditPolicy} from '../audit/gate.js';
import type {ImageCache} from '../image/cache/image-cache.js';
import type {OpenAt, Options} from '../options.js';

/** A stream that may lead to a terminal. */
export type Output = Writable & {isTTY?: boolean; columns?: number};

/** All that a command sees of the process and the machine: cli.ts hands it down, tests make their own. */
export type Outside = {
	/** The command line after the program's name. */
	commandLine: readonly string[];
	environment: Readonly<Record<string, string | undefined>>;
	/** Sends a signal as `process.kill` does: with a negative number to a whole group. */
	kill: (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;
	standardInput: Readable | {fd: number};
	standardOutput: Output;
	standardError: Output;
	/** How lines on standard error are written: for people where it is not told. */
	logFormat?: 'text' | 'json';
	/** The folder in which a policy is looked for; the process's own where it is not told. */
	workingFolder?: string;
	/** The time; the machine's where it is not told. */
	now?: () => Date;
	/** The folder in which streams are spooled. */
	temporaryFolder: string;
	/** The folder of freedive among the user's caches, where the configuration names no other; undefined where there is none. */
	cacheFolder?: string;
	/** What is kept of images from one run to the next; undefined where nothing is to be. */
	cache?: ImageCache;
	/** The user's configuration; undefined where there is no place for one. */
	configFile?: string;
	/** The platform of the machine, as OCI names it: `linux/amd64`. */
	hostPlatform: string;
	/** How many threads may work at once. */
	threads: number;
	version: string;
	/** The version and the build: says which program made what is kept. */
	maker?: string;
	/** Who runs the program, by number; 0 may give files away. Undefined where users have none. */
	userId?: number;
	/** Says when the user interrupts; its reason is an `Interruption`. */
	signal: AbortSignal;
	/** Opens the screen, and gives its exit code; undefined where there is no terminal for one. */
	openScreen?: (request: ScreenRequest) => Promise<number>;
};

/** What the screen is to show, and how. */
export type ScreenRequest = {
	/** The images; where there is none, one is chosen on the screen. */
	references: readonly string[];
	/** Whether they are listed, however many there are. */
	isList?: boolean;
	/** Where to begin. */
	open?: OpenAt;
	/** Reads the policy by which the screen audits; throws what is wrong with it. */
	choosePolicy: () => Promise<AuditPolicy>;
	cache?: ImageCache;
	/** Whether colours may be used. */
	color: boolean;
	/** Whether only ASCII may be drawn. */
	ascii: boolean;
} & Pick<Options, 'platform' | 'image' | 'base' | 'mouse' | 'eager' | 'verify'>;
