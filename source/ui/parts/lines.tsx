import {memo, type ReactElement} from 'react';
import {Box, Transform} from 'ink';

/**
Lines one below the other, in a box of their size. They must be made to measure: none wider than the box.

Ink measures and takes apart the text of each `Text` anew for every frame, which is most of what a frame costs where there is more
than ASCII. So it gets a placeholder of as many lines to lay out, and the lines themselves as its transformation: half the time.
*/
export const Lines = memo(({lines, width, height}: {lines: readonly string[]; width: number; height: number}): ReactElement => {
	const shown = lines.slice(0, height);
	return (
		<Box width={width} height={height}>
			{shown.length > 0 && (
				<Transform transform={(_, index) => shown[index]} accessibilityLabel={shown.join('\n')}>
					{placeholder(shown.length)}
				</Transform>
			)}
		</Box>
	);
});

function placeholder(count: number): string {
	return Array.from({length: count}, () => '.').join('\n');
}
