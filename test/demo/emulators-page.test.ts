import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import * as z from "zod";
import { accountSchema } from "../../demo/account-schema.ts";
import { ecrOperations } from "../../demo/doubles/ecr.ts";
import { ecsOperations } from "../../demo/doubles/ecs.ts";
import { securityHubOperations } from "../../demo/doubles/security-hub.ts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "emulators.md"), "utf8");

test("docs/emulators.md lists exactly the operations that the doubles implement", () => {
	const rows = page.split("\n").filter((row) => /^\| (?:ECR|ECS|Security Hub) \| [A-Z][a-zA-Z, ]+ \|/.test(row));
	const named = rows.flatMap(
		(row) =>
			row
				.split("|")[2]
				?.split(",")
				.map((name) => name.trim()) ?? [],
	);
	expect(named.toSorted()).toEqual([...ecrOperations, ...ecsOperations, ...securityHubOperations].toSorted());
});

test("docs/emulators.md lists every key of an account description", () => {
	const keys = new Set<string>();
	JSON.stringify(z.toJSONSchema(accountSchema, { io: "input", unrepresentable: "any" }), (key, value) => {
		if (key === "properties") for (const name of Object.keys(value)) keys.add(name);
		return value;
	});
	expect(keys.size).toBeGreaterThan(30);
	expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
});
