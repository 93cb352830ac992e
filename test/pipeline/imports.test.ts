import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

const folder = join(import.meta.dirname, "../../pipeline");

test("pipeline/ imports only types from adapters/", () => {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
	const values = files.flatMap((file) =>
		[...readFileSync(join(folder, file), "utf8").matchAll(/^(?:import|export) (?!type )[^;]*\/adapters\/[^;]*;/gm)].map(
			([statement]) => `${file}: ${statement}`,
		),
	);
	expect(files.length).toBeGreaterThan(10);
	expect(values).toEqual([]);
});
