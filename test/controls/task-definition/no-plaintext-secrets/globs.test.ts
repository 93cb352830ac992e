import { describe, expect, test } from "@jest/globals";
import control from "../../../../controls/task-definition/no-plaintext-secrets.ts";
import type { EnvironmentFacts } from "../../../../core/facts.ts";
import { HiddenText } from "../../../../core/hidden-text.ts";
import { aContainer, aTaskDefinition } from "../../../support/builders.ts";
import { verdictLines } from "../../../support/judged.ts";

const variable = (name: string, value: string): EnvironmentFacts => ({ name, value: new HiddenText(value) });
const facts = (one: EnvironmentFacts) => aTaskDefinition({ containers: [aContainer({ environment: [one] })] });
const found = (what: string) => `fail HIGH container app has credentials in plain text: ${what}`;
const clean = "pass HIGH container app has no credentials in its environment variables";

describe("uses the policy's globs", () => {
	const door = variable("Door_Code", "4711");

	test.each([
		["a name, in any letter case", { names: ["door*"] }, found("Door_Code (its name indicates a credential)")],
		["another name", { names: ["door"] }, clean],
		["a value", { values: ["47*"] }, found("Door_Code (a value that the policy lists)")],
		["another value", { values: ["48*"] }, clean],
		["a name in notSecret, which takes precedence", { names: ["*"], values: ["*"], notSecret: ["DOOR_*"] }, clean],
	])("%s", (_, settings, expected) => {
		expect(verdictLines(control, facts(door), settings)).toEqual([expected]);
	});

	test("match notSecret in any letter case, and do not report a path", () => {
		expect(verdictLines(control, facts(variable("DB_PASSWORD", "x")), { notSecret: ["db_*"] })).toEqual([clean]);
		expect(verdictLines(control, facts(variable("DOOR", "/run/secrets/door")), { names: ["DOOR"] })).toEqual([clean]);
	});
});
