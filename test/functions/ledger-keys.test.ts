import { beforeEach, describe, expect, test } from "@jest/globals";
import { functions } from "../../functions/manifest.ts";
import { outcomeOf } from "../support/degradation.ts";
import { setUpDegradedAccount } from "../support/degraded-account.ts";
import { dynamodb, useMockedAccount } from "../support/mocked-account.ts";
import { deniedKeys } from "../support/permitted-keys.ts";

useMockedAccount();
beforeEach(setUpDegradedAccount);

describe.each(functions.map((entry) => [entry.name, entry] as const))("%s", (name, entry) => {
	test("uses only items of the ledger under partition keys that its role allows", async () => {
		const denied = new Set<string>();
		await outcomeOf(name, () => {
			for (const one of deniedKeys(entry, dynamodb.calls())) denied.add(one);
		});
		expect([...denied]).toEqual([]);
	}, 30_000);
});
