import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/no-plaintext-secrets.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn, positionIn } from "../../support/engine-files.ts";
import { judged } from "../../support/judged.ts";

const reading = (service: string, files: Readonly<Record<string, string>> = {}) =>
	readCompose(aSourceFile(`services:\n  web:\n    image: a\n${service}`, files));

function textOf(hidden: HiddenText): string {
	let shown = "";
	hidden.inspect((text) => {
		shown = text;
		return null;
	});
	return shown;
}

/** `NAME=value`, with the reason in brackets where the value is not known. */
function variablesIn(service: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
	const { environment } = containerIn(reading(service, files), "web");
	if (isUnresolved(environment)) throw new Error(environment.unresolved);
	return environment.map(({ name, value, known }) => {
		if (value === null) return name;
		if (value instanceof HiddenText) return `${name}=${textOf(value)}`;
		return `${name}${known === undefined ? "" : `=${textOf(known)}`} (${value.unresolved})`;
	});
}

describe("the environment of a service", () => {
	test.each([
		["{A: text, B: 5, C: true, D: 1.50}", ["A=text", "B=5", "C=true", "D=1.50"]],
		["[A=text, B=, 'C=a=b', D=5]", ["A=text", "B=", "C=a=b", "D=5"]],
		["{A: '${X:-d}', B: $X, C: 'p:${X}:q'}", ["A=d", "B=${X} (${X} has no value)", "C=p:${X}:q (${X} has no value)"]],
		["['A=${X:-d}', B=$X, $X=c]", ["A=d", "B=${X} (${X} has no value)", "${X}=c"]],
		[
			"{A: '${X:-}', B: '${X-}', C: 'p${X:-}'}",
			["A=${X} (${X} has no value)", "B=${X} (${X} has no value)", "C=p${X} (${X} has no value)"],
		],
		["['A=${X:-}', 'B=${X:-${Y:-}}']", ["A=${X} (${X} has no value)", "B=${Y} (${Y} has no value)"]],
		["{A: }", ["A"]],
		["[A]", ["A"]],
		["{A: [b], C: {d: e}}", ["A (it is not a string)", "C (it is not a string)"]],
		["[[a]]", ["any secret (a variable is not a string)"]],
		["[[a], [b]]", ["any secret (a variable is not a string)", "any secret (a variable is not a string)"]],
		["[A=1, B=2, A=3]", ["A=3", "B=2"]],
		["{A: pa$$word}", ["A=pa$word"]],
		["{A: $1}", ['A=$1 (a "$" does not start a variable (write "$$" for a dollar sign))']],
		["5", ["5"]],
		["", []],
	])("has the variables of %s", (environment, variables) => {
		expect(variablesIn(`    environment: ${environment}`)).toEqual(variables);
	});

	test("takes values from a .env in the same folder, also for env_file", () => {
		const files = { ".env": "X=outside\nY", "a.env": "Z=$X" };
		const service = "    env_file: a.env\n    environment: [A=$X, X, Y]";
		expect(variablesIn(service, files)).toEqual(["Z=outside", "A=outside", "X=outside", "Y"]);
	});

	test("takes an empty value from a .env as known", () => {
		expect(variablesIn("    environment: {A: '${X:-}'}", { ".env": "X=" })).toEqual(["A="]);
	});

	test("is not revealed by printing the facts", () => {
		const { subjects } = reading("    environment: [PASSWORD=hunter2, 'URL=pass:hunter2@$HOST']\n    env_file: a.env", {
			"a.env": "B=hunter2",
		});
		expect(JSON.stringify(subjects.map(({ facts }) => facts))).not.toContain("hunter2");
	});
});

describe("the env_file of a service", () => {
	const files = { "a.env": "A=1\nB='$X'", "b.env": "B=2\nC", "sub/c.env": 'A="3"' };

	test.each([
		["a.env", ["A=1", "B=$X"]],
		["[a.env, ./b.env]", ["A=1", "B=2", "C"]],
		["[{path: sub/c.env}]", ["A=3"]],
		["{path: sub/c.env}", ["A=3"]],
		["[{path: sub/c.env, format: raw}]", ['A="3"']],
		["[{path: gone.env, required: false}, a.env]", ["A=1", "B=$X"]],
		["${WHICH:-a}.env", ["A=1", "B=$X"]],
	])("gives the variables of %s", (list, variables) => {
		expect(variablesIn(`    env_file: ${list}`, files)).toEqual(variables);
		expect(reading(`    env_file: ${list}`, files).notes).toEqual([]);
	});

	test.each([
		["gone.env", "gone.env", "there is no such file"],
		["/abs/gone.env", "/abs/gone.env", "there is no such file"],
		["{path: gone.env, required: true}", "gone.env", "there is no such file"],
		["{path: gone.env, required: $X}", "gone.env", "there is no such file"],
		["[$X.env]", "", "${X} has no value"],
		["[{format: raw}]", "", "it does not name a file"],
	])("leaves the environment incomplete when it cannot be read: %s", (list, path, why) => {
		const service = `    env_file: ${list}\n    environment: [A=1]`;
		expect(variablesIn(service)).toEqual([`any secret (${`env_file ${path}`.trim()} cannot be read (${why}))`, "A=1"]);
		expect(reading(service).notes.map(({ text }) => text)).toEqual([
			`${`env_file ${path}`.trim()} cannot be read (${why})`,
		]);
	});

	test("counts once per missing file and makes the verdict on secrets unknown", () => {
		const read = reading("    env_file: [gone.env, public.env]\n    environment: [A=1]");
		const [subject] = read.subjects;
		const told = subject?.facts.kind === "task-definition" ? judged(control, subject.facts) : [];
		expect(told).toMatchObject([
			{
				status: "unknown",
				field: "environment.0",
				message: expect.stringMatching(
					/has credentials in its environment variables, because env_file gone\.env cannot .*, and because env_file public\.env /,
				),
			},
		]);
	});

	test("is overridden by the service's own environment", () => {
		const service = "    env_file: [a.env, b.env]\n    environment: {B: own}";
		expect(variablesIn(service, files)).toEqual(["A=1", "B=own", "C"]);
	});

	test("gives every variable a position: its own, or that of the entry", () => {
		const read = reading("    env_file:\n      - a.env\n    environment:\n      D: 1\n      A: 2", files);
		expect([0, 1, 2, 3].map((index) => positionIn(read, "web", `environment.${index}`))).toEqual([
			"8:7",
			"5:9",
			"7:7",
			"6:5",
		]);
	});
});
