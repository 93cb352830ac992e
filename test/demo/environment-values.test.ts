import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { hideEnvironmentValues } from "../../demo/environment-values.ts";

const secret = "hunter2";
const definition = (environment: unknown) => ({
	detail: { requestParameters: { containerDefinitions: [{ environment }] } },
});
const list = [{ name: "TOKEN", value: secret }];

describe("the value of an environment variable is hidden", () => {
	test.each<[string, string]>([
		["in a list of names and values", JSON.stringify(definition(list))],
		["in a mapping", JSON.stringify(definition({ TOKEN: secret }))],
		[
			"with keys in upper case, as in CloudFormation",
			JSON.stringify({ Environment: [{ Name: "TOKEN", Value: secret }] }),
		],
		["in JSON within a string", JSON.stringify({ requestParameters: JSON.stringify(definition(list)) })],
		["in JSON within a string within a string", JSON.stringify(JSON.stringify(JSON.stringify(definition(list))))],
		["in JSON that is cut off after the value", JSON.stringify(definition(list)).slice(0, -4)],
		["in JSON that is cut off within the value", JSON.stringify(definition(list)).split("2")[0] ?? ""],
		[
			"in JSON within a string that is cut off",
			JSON.stringify({ text: JSON.stringify(definition(list)) }).slice(0, -4),
		],
		[
			"in JSON within a string, itself cut off",
			JSON.stringify({ text: JSON.stringify(definition(list)).slice(0, -4) }),
		],
		["nested too deeply", `${"[".repeat(200_000)}${JSON.stringify(definition(list))}${"]".repeat(200_000)}`],
	])("%s", (_, body) => {
		expect(body).toContain("hunter");
		const hidden = hideEnvironmentValues(body);
		expect(hidden.includes("hunter")).toBe(false);
		expect(hidden.includes("(hidden)")).toBe(true);
	});
});

test("everything else is kept", () => {
	const other = {
		tags: [{ key: "team", value: "shop" }],
		environment: [{ name: "A", value: "" }, null, { name: "B" }],
	};
	expect(JSON.parse(hideEnvironmentValues(JSON.stringify(other)))).toEqual({
		...other,
		environment: [{ name: "A", value: "(hidden)" }, null, { name: "B" }],
	});
});

test.each(['{"environment":  "production"}', '{ "environment": [] }', "the environment", '"environment"', "null"])(
	"a body without such a value is unchanged: %s",
	(body) => {
		expect(hideEnvironmentValues(body)).toBe(body);
	},
);

test("a body that does not mention an environment is unchanged", () => {
	fc.assert(fc.property(fc.json(), (body) => expect(hideEnvironmentValues(body)).toBe(body)));
});

test("no value survives, whatever it contains and wherever the body is cut off", () => {
	const part = fc.constantFrom("S3CRET", '"', "\\", "\n", '"}],', '"value":', "é");
	const value = fc.array(part).map((parts) => ["S3CRET", ...parts].join(""));
	fc.assert(
		fc.property(value, fc.nat(), fc.boolean(), (text, cut, nested) => {
			const inner = JSON.stringify(
				definition([
					{ name: "TOKEN", value: text },
					{ name: "B", value: text },
				]),
			);
			const body = nested ? JSON.stringify({ inner }) : inner;
			expect(hideEnvironmentValues(body.slice(0, cut % (body.length + 1)))).not.toContain("S3CRET");
		}),
	);
});
