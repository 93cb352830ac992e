import { ECSClient } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { createSearch, IncompleteSearchError } from "../../../adapters/ecs/search.ts";

test("a search ends after the maximum number of calls", () => {
	const { count } = createSearch(new ECSClient({}), 2, "the services", () => 0);
	count();
	count();
	expect(count).toThrow(new IncompleteSearchError("the services could not all be read with 2 calls to ECS"));
});

test("a search ends after 20 s, regardless of the number of calls", () => {
	let now = 5_000;
	const { count } = createSearch(new ECSClient({}), 9, "the services", () => now);
	now = 25_000;
	count();
	now = 25_001;
	expect(count).toThrow(new IncompleteSearchError("the services could not all be read within 20 s"));
});
