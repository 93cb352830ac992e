import type { Failure } from "@aws-sdk/client-ecs";
import { UnusableAnswerError } from "../failures.ts";

interface DescribedPart<Item> {
	readonly items: readonly Item[] | undefined;
	readonly failures: readonly Failure[] | undefined;
}

/** The number of results: ECS lists each resource of a request either as described or as failed. */
export const countResults = ({ items = [], failures = [] }: DescribedPart<unknown>): number =>
	items.length + failures.length;

/**
 * The item in the response to a request for one; null if it does not exist (MISSING). Throws UnusableAnswerError for any other
 * failure, which means that it could not be read.
 */
export function onlyItem<Item>(action: string, { items = [], failures = [] }: DescribedPart<Item>): Item | null {
	const [item] = items;
	if (item !== undefined) return item;
	const [failure] = failures;
	if (failure?.reason === "MISSING") return null;
	throw new UnusableAnswerError(`${action} returned no result (${failure?.reason ?? "no reason"})`);
}
