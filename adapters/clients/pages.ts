import { UnusableAnswerError } from "../failures.ts";

/** What all of AWS's paged answers have in common. */
interface Page {
	readonly nextToken?: string | undefined;
}

const maxPages = 1_000;

/**
 * Hands every page to `take`, in order, and forgets it. An empty page with a token is followed; a token that comes
 * back, or more than a thousand pages, ends with UnusableAnswerError.
 */
export async function everyPage<Answer extends Page>(
	action: string,
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
		if (seen.has(token)) throw new UnusableAnswerError(`${action} gave the same page token twice`);
		seen.add(token);
	}
	throw new UnusableAnswerError(`${action} has more than ${maxPages} pages`);
}
