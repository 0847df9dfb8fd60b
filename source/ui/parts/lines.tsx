import {memo, type ReactElement} from 'react';
import {Box, Text} from 'ink';

/** A line of the screen: one string in one `Text`, made to measure, which is what Ink draws fastest. */
export const Line = memo(({text}: {text: string}): ReactElement => <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>);

/** Lines one below the other, in a box of their size. */
export function Lines({lines, width, height}: {lines: readonly string[]; width: number; height: number}): ReactElement {
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			{lines.slice(0, height).map((text, index) => <Line key={index} text={text}/>)}
		</Box>
	);
}
