import { beforeEach, describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { type FunctionName, functions } from "../../functions/manifest.ts";
import { degradations, effectWithoutChange, permissionName } from "../../infra/degradation.ts";
import { permissionsOf } from "../../infra/function-permissions.ts";
import { degradation, type Outcome, outcomeOf } from "../support/degradation.ts";
import { deny, setUpDegradedAccount } from "../support/degraded-account.ts";
import { useMockedAccount } from "../support/mocked-account.ts";

useMockedAccount();
beforeEach(setUpDegradedAccount);

/** What each function does with every permission; the same whenever it is asked. */
const undisturbed = new Map<FunctionName, Outcome>();

/** A permission of each name; those of calls that AWS makes on our behalf are denied together with our own call. */
const ownPermissions = (entry: (typeof functions)[number]) => {
	const own = permissionsOf(entry, defaultPolicy).filter(({ through }) => through === undefined);
	return [...new Map(own.map((permission) => [permissionName(permission), permission])).values()];
};

describe.each(functions.map((entry) => [entry.name, entry] as const))("X01, F16: %s", (name, entry) => {
	const permissions = ownPermissions(entry).map((permission) => [permissionName(permission), permission] as const);

	test("uses every permission that it has", async () => {
		const called = new Set<string>();
		undisturbed.set(name, await outcomeOf(name, (permission) => called.add(permission)));
		expect(permissions.map(([permission]) => permission).filter((permission) => !called.has(permission))).toEqual([]);
	}, 30_000);

	test("has every permission in the table of docs/permissions.md", () => {
		expect(Object.keys(degradations[name] ?? {}).sort()).toEqual(permissions.map(([permission]) => permission).sort());
	});

	test.each(permissions)(
		"without %s degrades exactly as the table says",
		async (permission, denied) => {
			const before = undisturbed.get(name) ?? (await outcomeOf(name));
			deny(denied);
			expect(degradation(before, await outcomeOf(name))).toEqual(degradations[name]?.[permission]);
		},
		30_000,
	);
});

test("what changes no verdict and no message has an explanation", () => {
	const silent = Object.values(degradations).flatMap((table) =>
		Object.entries(table).flatMap(([permission, effects]) => (effects.length === 0 ? permission : [])),
	);
	expect(Object.keys(effectWithoutChange).sort()).toEqual([...new Set(silent)].sort());
});
