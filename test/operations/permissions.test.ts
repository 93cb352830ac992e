import { describe, expect, test } from "@jest/globals";
import { commandPermissions } from "../../operations/permissions.ts";
import { importsOf, sourcesBelow, textOf } from "../support/sources.ts";

const declares = /^export const operatorPermissions\b/m;
/** In a declaration of permissions, and where a call is made. */
const declared = /\{ action: "([a-z\d]+:[A-Z][A-Za-z]+)"/g;
/** In a declaration of what AWS asks for on behalf of a call. */
const implied = /\{ action: "[^"]+", on: [^}]*\bthrough: [^}]*\}/g;
const called = /"([a-z\d]+:[A-Z][A-Za-z]+)"/g;

const actionsIn = (text: string, pattern: RegExp): string[] =>
	[...new Set([...text.matchAll(pattern)].map(([, action = ""]) => action))].sort();

const adapters = sourcesBelow("adapters").filter((file) => declares.test(textOf(file)));

test.each(adapters)("%s declares the actions that it calls", (file) => {
	const text = textOf(file).replace(implied, "");
	expect(actionsIn(text, declared)).toEqual(actionsIn(text.replace(declared, ""), called));
});

/** It imports every adapter. */
const registry = "adapters/permissions.ts";

/** The files of the project that a file imports for their values, and those that they import. */
function importedBy(file: string): readonly string[] {
	const found = new Set([file]);
	for (const one of found)
		for (const { target, isType } of importsOf(one))
			if (!isType && target.endsWith(".ts") && target !== registry) found.add(target);
	return [...found];
}

const sources = {
	doctor: ["operations/connect.ts", "operations/doctor.ts"],
	redrive: ["operations/connect.ts", "operations/redrive.ts"],
	uninstall: [
		"operations/connect.ts",
		"operations/uninstall.ts",
		"operations/remaining.ts",
		"operations/other-stacks.ts",
	],
	gate: ["operations/gate.ts"],
} as const;

describe.each(["doctor", "redrive", "uninstall", "gate"] as const)("the permissions of %s", (command) => {
	const files = [...new Set(sources[command].flatMap(importedBy))].filter((file) => file.startsWith("adapters"));
	const listed = commandPermissions[command].map(({ action }) => action);

	test("contain all of the adapters that only operators use", () => {
		const needed = files
			.filter((file) => declares.test(textOf(file)))
			.flatMap((file) => actionsIn(textOf(file), declared));
		expect(listed).toEqual(expect.arrayContaining(needed));
	});

	test("contain nothing that it does not call", () => {
		const all = files.flatMap((file) => actionsIn(textOf(file), called));
		expect(listed.filter((action) => !all.includes(action))).toEqual([]);
	});
});
