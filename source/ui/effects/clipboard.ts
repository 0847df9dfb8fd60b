import {spawn} from 'node:child_process';

/** Where copied bytes have gone: to a program of the system, or at least to the terminal, which may or may not take them. */
export type Copied = 'system' | 'terminal' | 'nowhere';

/** Puts bytes where they can be pasted from. */
export type Clipboard = (bytes: Uint8Array) => Promise<Copied>;

type Tool = {command: string; args: readonly string[]; /** What it takes other text as. */ encode?: (bytes: Uint8Array) => Uint8Array};

/** Terminals take no more in one sequence: xterm and tmux 100,000 characters of base64 and around it. */
const longestForTerminal = 74_000;

/** More is nothing that anyone pastes. */
export const longestCopy = 1 << 20;

/** Milliseconds that a tool may take: some wait for a display that never answers. */
const patience = 2000;

/**
Copies through the terminal, which works over ssh (OSC 52, xterm's control sequences), and through the system's own tool where there is one.

@param write Sends to the terminal. Nothing but base64 goes there.
*/
export function createClipboard(write: (text: string) => void, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Clipboard {
	return async bytes => {
		if (bytes.length > longestCopy) {
			return 'nowhere';
		}

		const fitsTerminal = bytes.length <= longestForTerminal;
		if (fitsTerminal) {
			write(`\u001B]52;c;${Buffer.from(bytes).toString('base64')}\u0007`);
		}

		for (const tool of toolsOf(environment, platform)) {
			// The next is tried only where one does not do.
			if (await feed(tool, bytes, environment)) {
				return 'system';
			}
		}

		return fitsTerminal ? 'terminal' : 'nowhere';
	};
}

/** The tools that may be there, the likeliest first. Those of a display are asked only where there is one. */
export function toolsOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Tool[] {
	if (platform === 'darwin') {
		return [{command: 'pbcopy', args: []}];
	}

	return [
		...(environment.WAYLAND_DISPLAY ? [{command: 'wl-copy', args: []}] : []),
		...(environment.DISPLAY ? [{command: 'xclip', args: ['-selection', 'clipboard', '-in']}, {command: 'xsel', args: ['--clipboard', '--input']}] : []),
		...(environment.WSL_DISTRO_NAME || platform === 'win32' ? [{command: 'clip.exe', args: [], encode: forWindows}] : []),
		// By itself tmux keeps OSC 52 from the terminal around it; -w hands on what it is given.
		...(environment.TMUX ? [{command: 'tmux', args: ['load-buffer', '-w', '-']}] : []),
	];
}

/** `clip.exe` takes bytes in the code page of the console, or UTF-16. */
function forWindows(bytes: Uint8Array): Uint8Array {
	return bytes.every(byte => byte < 0x80) ? bytes : Buffer.from(Buffer.from(bytes).toString(), 'utf16le');
}

/** Whether a tool took the bytes. What it prints is not read, and it gets no terminal. */
async function feed({command, args, encode}: Tool, bytes: Uint8Array, environment: NodeJS.ProcessEnv): Promise<boolean> {
	return new Promise(resolve => {
		const child = spawn(command, args, {stdio: ['pipe', 'ignore', 'ignore'], env: environment, timeout: patience, killSignal: 'SIGKILL'});
		child.on('error', () => {
			resolve(false);
		});
		child.on('exit', code => {
			resolve(code === 0);
		});
		// A tool that goes away before it has read everything says so by its exit code.
		child.stdin.on('error', () => undefined);
		child.stdin.end(encode ? encode(bytes) : bytes);
	});
}
