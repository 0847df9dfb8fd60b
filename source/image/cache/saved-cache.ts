import {hash} from 'node:crypto';
import v8 from 'node:v8';
import {Answers} from '../../archive/answers.js';
import type {KeptFile} from '../../archive/deferred-file.js';
import type {CacheFolder} from './cache-folder.js';

/** Headers, documents and the starts of layers: what is more than this, in bytes, is no image that is worth being kept so. */
const mostKept = 32 << 20;

/** Answers take some tens of bytes each, facts of files some hundred. */
const largestFile = 256 << 20;

const magic = Buffer.from('freedsv1', 'latin1');
const digestSize = 32;

/** What engines saved, but for the layers; and what was asked about the bytes of these, and answered. */
export class SavedCache {
	/**
	@param maker Says which program made a record: no other reads it.
	*/
	constructor(private readonly folder: CacheFolder, private readonly maker: string) {}

	/** What is kept of what an engine saved. */
	find(identity: string): KeptFile | undefined {
		return this.read(fileName(identity)) as KeptFile | undefined;
	}

	/** Keeps that. It is written while other work goes on. */
	keep(identity: string, file: KeptFile): void {
		if (file.pieces.reduce((sum, {bytes}) => sum + bytes.length, 0) <= mostKept) {
			this.write(fileName(identity), file);
		}
	}

	/** What was asked about it; nothing where that is not kept. */
	answers(identity: string): Answers {
		return new Answers(this.read(answersName(identity)) as Map<string, unknown> | undefined);
	}

	keepAnswers(identity: string, answers: Answers): void {
		this.write(answersName(identity), answers.all);
	}

	/** Forgets what turned out to be something else. */
	async drop(identity: string): Promise<void> {
		await Promise.all([this.folder.drop(fileName(identity)), this.folder.drop(answersName(identity))]);
	}

	private read(name: string): unknown {
		const bytes = this.folder.readBytes(name, largestFile) ?? new Uint8Array();
		const front = bytes.subarray(0, magic.length + digestSize);
		const body = bytes.subarray(front.length);
		if (Buffer.compare(front, Buffer.concat([magic, digestOf(body)])) !== 0) {
			return undefined;
		}

		try {
			const {maker, value} = v8.deserialize(body) as {maker: string; value: unknown};
			return maker === this.maker ? value : undefined;
		} catch {
			// What another V8 wrote it may refuse.
			return undefined;
		}
	}

	private write(name: string, value: unknown): void {
		const body = v8.serialize({maker: this.maker, value});
		if (body.length + magic.length + digestSize <= largestFile) {
			this.folder.keep(name, [magic, digestOf(body), body]);
		}
	}
}

function digestOf(bytes: Uint8Array): Buffer {
	return hash('sha256', bytes, 'buffer');
}

function fileName(identity: string): string {
	return `saved/${identity}`;
}

function answersName(identity: string): string {
	return `saved/${identity}-answers`;
}
