/** Calls `run` for every item, at most `limit` at a time; the results are in the order of the items. After a failure no further call starts. */
export async function mapConcurrently<Item, Result>(
	limit: number,
	items: readonly Item[],
	run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results = new Array<Result>(items.length);
	const waiting = items.entries();
	let failed = false;
	const worker = async (): Promise<void> => {
		for (const [index, item] of waiting) {
			if (failed) return;
			try {
				results[index] = await run(item);
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
	// No call may still be running once this has failed.
	await Promise.allSettled(workers);
	await Promise.all(workers);
	return results;
}
