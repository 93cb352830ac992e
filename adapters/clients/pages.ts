import type { Action } from "../../core/permission.ts";
import { UnusableAnswerError } from "../failures.ts";

/** The common part of all paginated responses. */
interface Page {
	readonly nextToken?: string | undefined;
}

const maxPages = 1_000;

/**
 * Passes every page to `take`, in order, and does not keep it. An empty page with a token is followed. Throws
 * UnusableAnswerError for a repeated token and for more than a thousand pages.
 */
export async function forEachPage<Answer extends Page>(
	action: Action,
	callAws: (nextToken: string | undefined) => Promise<Answer>,
	take: (page: Answer) => void,
): Promise<void> {
	const seen = new Set<string>();
	let token: string | undefined;
	for (let pages = 0; pages < maxPages; pages++) {
		const page = await callAws(token);
		take(page);
		token = page.nextToken ?? undefined;
		if (token === undefined || token === "") return;
		if (seen.has(token)) throw new UnusableAnswerError(`${action} returned the same page token twice`);
		seen.add(token);
	}
	throw new UnusableAnswerError(`${action} has more than ${maxPages} pages`);
}
