/** No more answers than this are kept: what they take is bounded, and of an image of a million files most are never asked about. */
const mostAnswers = 1_000_000;

/** What was asked about bytes, and answered: plain data by the words of the question. Who has the answer needs no bytes. */
export class Answers {
	/** Called when one comes that is new. */
	onNew?: () => void;

	constructor(private readonly known = new Map<string, unknown>()) {}

	get(question: string): unknown {
		return this.known.get(question);
	}

	set(question: string, answer: unknown): void {
		if (answer !== undefined && this.known.size < mostAnswers) {
			this.known.set(question, answer);
			this.onNew?.();
		}
	}

	/** A question, to which the answer may be known. */
	question<Answer>(words: string): Question<Answer> {
		return new Question<Answer>(this, words);
	}

	/** All of them, as plain data. */
	get all(): ReadonlyMap<string, unknown> {
		return this.known;
	}
}

/** What is asked about bytes. */
export class Question<Answer> {
	constructor(private readonly answers: Answers, private readonly words: string) {}

	/** The answer, where it is known. */
	get answer(): Answer | undefined {
		return this.answers.get(this.words) as Answer | undefined;
	}

	/** Takes what was found out. */
	settle(answer: Answer | undefined): void {
		this.answers.set(this.words, answer);
	}
}

/** An answer that was found out, for the next time too where answers are kept. */
export function settled<Answer>(question: Question<Answer> | undefined, answer: Answer): Answer {
	question?.settle(answer);
	return answer;
}
