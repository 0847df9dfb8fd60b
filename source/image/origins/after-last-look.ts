/**
Calls back after some milliseconds, and before that has read what came by then: where this program was busy with something else, a timer
is called before anybody looks into pipes and sockets.

@returns Calls it off.
*/
export function afterLastLook(milliseconds: number, callback: () => void): () => void {
	let look: NodeJS.Immediate | undefined;
	const timer = setTimeout(() => {
		// Between timers and immediates the event loop reads.
		look = setImmediate(callback);
	}, milliseconds);
	return () => {
		clearTimeout(timer);
		clearImmediate(look);
	};
}
