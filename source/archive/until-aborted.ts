/** What comes of something that others wait for too; who is told to stop does not wait for it. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) {
		return promise;
	}

	const aborted = Promise.withResolvers<never>();
	const onAbort = () => {
		aborted.reject(signal.reason as Error);
	};

	signal.addEventListener('abort', onAbort, {once: true});
	if (signal.aborted) {
		onAbort();
	}

	try {
		return await Promise.race([promise, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
