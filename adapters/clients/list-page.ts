import type { Action } from "../../core/permission.ts";
import { isNamed } from "../failures.ts";
import { type CallOptions, callAws } from "./call-aws.ts";

/** One page of a list of AWS. */
export interface ListPage<Item> {
	readonly items: readonly Item[];
	/** The token of the next page; null after the last one. */
	readonly next: string | null;
}

/** A list operation: how to get a page, and the items in its response. */
interface Listing<Answer, Item> {
	readonly action: Action;
	readonly send: (nextToken: string | undefined, options: CallOptions) => Promise<Answer>;
	readonly itemsIn: (answer: Answer) => readonly Item[] | undefined;
	/** The error of AWS with which there is nothing to list. */
	readonly emptyOn?: string;
}

/** The page of a list that begins at a token; null for the first one. Throws TryLaterError and AWS's other errors. */
export async function readListPage<Answer extends { readonly nextToken?: string | undefined }, Item>(
	{ action, send, itemsIn, emptyOn }: Listing<Answer, Item>,
	token: string | null,
): Promise<ListPage<Item>> {
	try {
		const answer = await callAws(action, (options) => send(token ?? undefined, options), {
			isComplete: (one) => Array.isArray(itemsIn(one)),
		});
		return { items: itemsIn(answer) ?? [], next: answer.nextToken || null };
	} catch (error) {
		if (emptyOn !== undefined && isNamed(error, emptyOn)) return { items: [], next: null };
		throw error;
	}
}
