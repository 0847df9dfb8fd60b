/** What the sentences of remedies tell to write. Paths may have backticks too, which make no code. */
const ownCode = /`(&& [^`]+|(?:COPY|ADD) --(?:chmod|chown)=[^\s`]+|COPY --from|RUN --mount=type=[^\s`]+|ln -s)`/;

/** A sentence in pieces: words, and what of it is code that freedive tells to write, without its backticks. */
export function splitCode(text: string): Array<{text: string; isCode: boolean}> {
	return text.split(ownCode).map((piece, index) => ({text: piece, isCode: index % 2 === 1}));
}
