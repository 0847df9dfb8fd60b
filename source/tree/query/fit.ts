/**
How well a word fits a path, told by its name bytes alone: enough to leave few that are judged letter by letter. 0 is no match.
From `inName` on the word stands whole in the last name.
*/
export const fit = {
	/** In the folders above, or anywhere else that tells nothing. */
	somewhere: 1,
	/** From here to `inFolder` letters are spread; the more of them are in the last name, the better. */
	spread: 2,
	/** Whole in a folder above. */
	inFolder: 20,
	/** Spread, but within the last name. */
	lettersInName: 26,
	inName: 36,
	atBorder: 44,
	atStart: 50,
	/** The name up to its first dot. */
	stem: 56,
	equal: 60,
} as const;
