import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ecrOperations } from "../../demo/doubles/ecr.ts";
import { ecsOperations } from "../../demo/doubles/ecs.ts";
import { securityHubOperations } from "../../demo/doubles/security-hub.ts";

test("docs/emulators.md names every operation that a double answers, and no other", () => {
	const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "emulators.md"), "utf8");
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
