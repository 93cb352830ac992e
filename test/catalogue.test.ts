import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../controls/default-policy.ts";
import {
	capacityProviderControls,
	clusterControls,
	controls,
	imageControls,
	repositoryControls,
	serviceControls,
	taskDefinitionControls,
} from "../controls/index.ts";
import { generatedFiles } from "../scripts/generate/files.ts";
import { staleFiles } from "../scripts/generate/tree.ts";

const root = resolve(__dirname, "..");
const ids = controls.map(({ id }) => id);

test("controls/index.ts contains every control, by id", () => {
	const files = readdirSync(join(root, "controls"), { recursive: true, encoding: "utf8" });
	const paths = files.filter((path) => path.includes("/") && path.endsWith(".ts")).map((path) => path.slice(0, -3));
	expect(ids).toEqual(paths.sort());
});

test("each kind of subject has a list of its controls", () => {
	const byKind = {
		"capacity-provider": capacityProviderControls,
		cluster: clusterControls,
		image: imageControls,
		repository: repositoryControls,
		service: serviceControls,
		"task-definition": taskDefinitionControls,
	};
	const wrong = Object.entries(byKind).flatMap(([kind, list]) => list.filter(({ on }) => on !== kind));
	expect(wrong).toEqual([]);
	expect(
		Object.values(byKind)
			.flat()
			.map(({ id }) => id),
	).toEqual(ids);
});

test("the policy has settings for every control and for nothing else", () => {
	expect(Object.keys(defaultPolicy.controls).sort()).toEqual(ids);
});

test("the generated files are up to date (node scripts/generate.ts)", () => {
	expect(staleFiles(generatedFiles(controls, root), root)).toEqual([]);
});

test("every remediation page belongs to a control", () => {
	const files = readdirSync(join(root, "controls"), { recursive: true, encoding: "utf8" });
	const texts = files.filter((path) => path.endsWith(".md")).map((path) => path.slice(0, -3));
	expect(ids).toEqual(expect.arrayContaining(texts));
});

describe.each(controls.map((control) => [control.id, control] as const))("%s", (id, control) => {
	const source = readFileSync(join(root, `controls/${id}.ts`), "utf8");

	test("has an id that matches its file and its kind of subject", () => {
		expect(source).toContain(`id: "${id}",`);
		expect(id.startsWith(`${control.on}/`)).toBe(true);
	});

	test("has a test", () => {
		expect(existsSync(join(root, `test/controls/${id}.test.ts`))).toBe(true);
	});
});
