import fs from 'node:fs';
import path from 'node:path';
import {renderToString} from 'ink';
import type {ExecutionContext} from 'ava';
import type {AuditPolicy} from '../../source/audit/gate.js';
import type {ImageCache} from '../../source/image/cache/image-cache.js';
import {openImage} from '../../source/image/open-image.js';
import {Screen} from '../../source/ui/app.js';
import type {BaseSearch} from '../../source/ui/effects/keep-base.js';
import {keepSessions} from '../../source/ui/effects/keep-sessions.js';
import type {StartPlaces} from '../../source/ui/effects/find-offers.js';
import {openSession} from '../../source/ui/effects/open-session.js';
import {beforeFrame} from '../../source/ui/effects/slicer.js';
import {openStartSession} from '../../source/ui/effects/start-session.js';
import type {Session, SessionTools} from '../../source/ui/effects/session.js';
import {isSameWish} from '../../source/ui/listing.js';
import {pressKey} from '../../source/ui/press-key.js';
import {createRelay, type Relay} from '../../source/ui/relay.js';
import {selectWish} from '../../source/ui/select.js';
import type {State} from '../../source/ui/state.js';
import {createTheme} from '../../source/ui/theme.js';
import {temporaryFolder} from './temporary-folder.js';

export type TestSessionOptions = {
	columns?: number;
	rows?: number;
	color?: boolean;
	ascii?: boolean;
	/** How many layers are read at once; one where it is not told. */
	threads?: number;
	/** What an image waits for before it is opened. */
	before?: (reference: string) => Promise<void>;
	/** Where images are looked for that can be chosen: without references the screen begins with them. */
	places?: StartPlaces;
	/** Whether claims are held against bytes. */
	verify?: boolean;
	/** How the base is looked for. */
	base?: BaseSearch;
	/** What is kept of images. */
	cache?: ImageCache;
	/** Reads the policy of audits. */
	choosePolicy?: () => Promise<AuditPolicy>;
};

beforeFrame.milliseconds = 10_000;

/** The screen of images that lie in files, with all that works behind it, but for the terminal: keys in, frames out. Threads must be able to load TypeScript. */
export class TestSession {
	readonly relay: Relay;
	/** How often something was drawn. */
	frames = 0;
	/** What was copied. */
	readonly copied: string[] = [];

	constructor(t: ExecutionContext, references: readonly string[], private readonly options: TestSessionOptions = {}) {
		const {columns = 120, rows = 30, before, choosePolicy, places, verify, base, cache, threads = 1} = options;
		const folder = temporaryFolder(t);
		const tools: SessionTools = {
			size: {columns, rows},
			threads,
			temporaryFolder: folder,
			clipboard: async bytes => {
				this.copied.push(Buffer.from(bytes).toString());
				return 'system';
			},
			choosePolicy,
			verify,
			base,
			cache,
			async openImage(reference, more) {
				await before?.(reference);
				// What lies in the folder is named from there, as if the program ran in it.
				const there = path.join(places?.folder ?? '', reference);
				return openImage(places && fs.existsSync(there) ? there : reference, {temporaryFolder: folder, hostPlatform: 'linux/amd64', ...more});
			},
			onError(error) {
				t.fail(String((error as Error).stack));
			},
		};
		const session: Session = places && references.length === 0 ? openStartSession(places, tools) : openSession(references, tools);
		this.relay = createRelay(session.store);
		this.relay.subscribe(() => {
			this.frames++;
		});
		const end = keepSessions(this.relay, session, error => {
			t.fail(String(error));
		}, places && (size => openStartSession(places, {...tools, size}, {isInner: true})));
		t.teardown(end);
		session.opening.catch(() => undefined);
		void session.start();
	}

	get state(): State {
		return this.relay.getState();
	}

	/** Presses keys, by their names. */
	press(...keys: string[]): this {
		for (const key of keys) {
			pressKey(this.relay, key);
		}

		return this;
	}

	/** Types text, character by character. */
	type(text: string): this {
		return this.press(...Array.from(text, character => character === ' ' ? 'space' : character));
	}

	/** Waits until the state is so. */
	async until(isSo: (state: State) => boolean): Promise<this> {
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => {
				reject(new Error(`It never came to be so:\n${this.frame}`));
			}, 60_000);
			const look = () => {
				if (isSo(this.state)) {
					clearTimeout(timer);
					stop();
					resolve();
				}
			};

			const stop = this.relay.subscribe(look);
			look();
		});
		return this;
	}

	/** Waits until the state is so, and the files pane shows what it is to show: a listing follows its cause by a slice. */
	async untilListed(isSo: (state: State) => boolean): Promise<this> {
		return this.until(state => {
			const wish = selectWish(state);
			return isSo(state) && wish !== undefined && state.listing !== undefined && isSameWish(state.listing.wish, wish);
		});
	}

	/** The frame, as Ink draws it. */
	get frame(): string {
		const {color = false, ascii = false} = this.options;
		return renderToString(<Screen state={this.state} theme={createTheme({color, ascii})}/>, {columns: this.state.size.columns});
	}

	get lines(): string[] {
		return this.frame.split('\n');
	}
}
