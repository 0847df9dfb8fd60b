/** How text for people is written. */
export type TextOptions = {
	/** Sizes as whole numbers of bytes. */
	bytes: boolean;
	/** Columns that a line may take. */
	width: number;
	/** Whether colours may be used. */
	color: boolean;
	/** Whether only ASCII may be drawn. */
	ascii: boolean;
};
