/** A sentence in pieces: words, and code without its backticks. */
export type SentencePiece = {text: string; isCode: boolean};

/** What the sentences of wastes tell to write. */
const ownCode = /`(&& [^`]+|(?:COPY|ADD) --(?:chmod|chown)=[^\s`]+|COPY --from|RUN --mount=type=[^\s`]+|ln -s)`/;

/** A sentence of a waste, in which what freedive tells to write is code. Paths in it may have backticks too, which make none. */
export function splitOwnCode(text: string): SentencePiece[] {
	return split(text, ownCode);
}

/** A sentence of a finding, in which whatever stands between backticks is code: instructions and commands of the image, too. Code and words are both escaped, so that a backtick of a path moves no more than the border. */
export function splitCode(text: string): SentencePiece[] {
	return split(text, /`([^`]+)`/);
}

function split(text: string, code: RegExp): SentencePiece[] {
	return text.split(code).map((piece, index) => ({text: piece, isCode: index % 2 === 1}));
}
