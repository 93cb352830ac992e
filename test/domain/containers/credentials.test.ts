import { describe, expect, test } from "@jest/globals";
import type { EnvironmentFacts } from "../../../core/facts.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { findSuspects, type Suspect } from "../../../domain/containers/credentials.ts";

type Settings = Parameters<typeof findSuspects>[2];

const none: Settings = { names: [], values: [], notSecret: [] };
const variable = (name: string, value: string | null): EnvironmentFacts => ({
	name,
	value: value === null ? null : new HiddenText(value),
});
const openOne = (name: string, known?: string): EnvironmentFacts => ({
	name,
	value: { unresolved: "Ref X\nhas no default" },
	...(known === undefined ? {} : { known: new HiddenText(known) }),
});
const suspicion = (one: EnvironmentFacts, engine: "ecs" | "docker" = "ecs", settings = none) =>
	findSuspects([one], engine, settings).map(({ verdict, because }) => `${verdict}: ${because}`);

const byName = ["credential: its name indicates a credential"];
const byForm = ["credential: its name and format indicate a credential"];
const filledIn = ["unknown: its value is filled in later"];
const placeholder = ["unknown: its value is a placeholder"];
const unresolved = ["unknown: Ref X has no default"];
const taken = ["unknown: its value comes from the environment that the container is started in"];
/** Of the form of a secret access key of AWS that begins as a path does. */
const likePath = `/${"aB3/".repeat(9)}xyZ`;

describe("judges the name and the value together:", () => {
	test.each<[string, string, readonly string[]]>([
		["DB_PASSWORD", "x", byName],
		["DB_PASSWORD", "12", byName],
		["DB_PASSWORD", "true", []],
		["DB_PASSWORD", "${X}", filledIn],
		["DB_PASSWORD", "${X}y", byName],
		["MAX_TOKENS", "4096", []],
		["MAX_TOKENS", "x", byName],
		["MAX_TOKENS", "${X}", filledIn],
		["STRIPE_KEY", "c5d3f3a1b2c4d5e6", byForm],
		["STRIPE_KEY", "payments", []],
		["STRIPE_KEY", "${X}", []],
		["API_TOKEN", "${AWS::StackName}", byName],
		["API_TOKEN", "${Queue}", filledIn],
		["DB_SECRET", "${AWS::StackName}/db", ["unknown: its value may be the name of a secret"]],
		["MAX_TOKENS", "${AWS::AccountId}", []],
		["LEVEL", "amqp://u:${AWS::StackName}@h", ["credential: a connection string with a password"]],
		["LEVEL", "amqp://u:${X}@h", placeholder],
		["DB_PASSWORD", "your-password", placeholder],
		["LEVEL", "c5d3f3a1b2c4d5e6", []],
		["LEVEL", "${X}", []],
		["LEVEL", "HIDDEN_DUE_TO_SECURITY_REASONS", ["unknown: its value was redacted"]],
		["DB_PASSWORD", "HIDDEN_DUE_TO_SECURITY_REASONS", ["unknown: its value was redacted"]],
		["DB_PASSWORD", "HIDDEN_DUE_TO_SECURITY_REASON", byName],
	])("%s=%s", (name, value, expected) => {
		expect(suspicion(variable(name, value))).toEqual(expected);
	});

	test.each(["AWS_SECRET_ACCESS_KEY", "s3SecretKey", "SECRETKEY", "s3.secret.key", "MINIO-ACCESS-KEY", "accesskey"])(
		"%s can have a value that looks like a path",
		(name) => {
			expect(suspicion(variable(name, likePath))).toEqual(byName);
			expect(suspicion(variable(name, "/run/secrets/key"))).toEqual([]);
		},
	);

	test.each(["DB_PASSWORD", "ACCESS_TOKEN", "API_KEY", "SECRET_TO_KEY"])("%s is a path", (name) => {
		expect(suspicion(variable(name, likePath))).toEqual([]);
	});

	test("ignores the format of a key that is not secret by its name", () => {
		expect(suspicion(variable("ACCESS_KEY_PATH", likePath))).toEqual([]);
	});
});

describe("judges an unresolved value", () => {
	test.each<[string, EnvironmentFacts, readonly string[]]>([
		["under such a name", openOne("DB_PASSWORD"), unresolved],
		["under such a name, a part known", openOne("DB_PASSWORD", "a${X}"), unresolved],
		["of a setting", openOne("MAX_TOKENS", "a${X}"), unresolved],
		["of an address", openOne("DATABASE_URL"), unresolved],
		["of an address, its password open", openOne("DATABASE_URL", "amqp://u:${X}@h"), unresolved],
		["of an address, enough known", openOne("DATABASE_URL", "amqp://${X}"), []],
		["of a key", openOne("STRIPE_KEY"), unresolved],
		["of a key, nothing known", openOne("STRIPE_KEY", "${X}"), unresolved],
		["of an address, nothing known", openOne("DATABASE_URL", "${X}:${Y}"), unresolved],
		["of a connection string, its password open", openOne("LEVEL", "Server=db;Password=${X}"), unresolved],
		["of a key, a part known", openOne("STRIPE_KEY", "a${X}"), []],
		["of anything else", openOne("LEVEL"), []],
		["of anything else, a password open", openOne("LEVEL", "amqp://u:${X}@h"), unresolved],
		[
			"of anything else, a password known",
			openOne("LEVEL", "amqp://u:p@${X}"),
			["credential: a connection string with a password"],
		],
	])("%s", (_, one, expected) => {
		expect(suspicion(one)).toEqual(expected);
	});

	test("truncates the reason of an unresolved value", () => {
		const [found] = findSuspects([{ name: "DB_PASSWORD", value: { unresolved: "a".repeat(300) } }], "ecs", none);
		expect(found?.because).toBe(`${"a".repeat(199)}…`);
	});
});

describe("judges a variable without a value in Docker by its name:", () => {
	test.each<[string, readonly string[]]>([
		["DB_PASSWORD", taken],
		["DATABASE_URL", taken],
		["STRIPE_KEY", taken],
		["MAX_TOKENS", taken],
		["ENABLE_P2P", []],
		["ENABLE_AUTH", []],
		["SENTRY_DSN", []],
		["APP_USER", []],
		["LEVEL", []],
	])("%s", (name, expected) => {
		expect(suspicion(variable(name, null), "docker")).toEqual(expected);
		const spelledOut = openOne(name, `\${${name}}`);
		expect(suspicion(spelledOut, "docker")).toEqual(expected.length === 0 ? [] : unresolved);
		expect(suspicion(variable(name, null), "ecs")).toEqual([]);
	});
});

describe("uses the policy's globs:", () => {
	test.each<[string, Partial<Settings>, readonly string[]]>([
		["a name", { names: ["x", "door*"] }, byName],
		["a name in capitals", { names: ["DOOR_CODE"] }, byName],
		["a value", { values: ["x", "47*"] }, ["credential: a value that the policy lists"]],
		["one that is none", { names: ["door*"], values: ["*"], notSecret: ["x", "DOOR*"] }, []],
		["others", { names: ["x"], values: ["x"], notSecret: ["x"] }, []],
	])("%s", (_, settings, expected) => {
		expect(suspicion(variable("Door_Code", "4711"), "ecs", { ...none, ...settings })).toEqual(expected);
	});

	test("matches the first 64 KiB of a value", () => {
		const long = (length: number) => variable("LEVEL", `${" ".repeat(length)}x`);
		const settings = { ...none, values: ["*x"] };
		expect(suspicion(long(65_535), "ecs", settings)).toEqual(["credential: a value that the policy lists"]);
		expect(suspicion(long(65_536), "ecs", settings)).toEqual([
			"unknown: only the first 64 KiB of its value were checked",
		]);
	});
});

describe("names a variable", () => {
	const password = "amqp://u:p@h";
	const shownAs = (name: string) => findSuspects([variable("A", "b"), variable(name, password)], "ecs", none)[0];
	test.each<[string, Pick<Suspect, "at" | "variable">]>([
		["LEVEL", { at: 1, variable: "LEVEL" }],
		["LE\nVEL", { at: 1, variable: "LE VEL" }],
		["", { at: 1, variable: "variable 2" }],
		["\u200b", { at: 1, variable: "variable 2" }],
		[password, { at: 1, variable: "variable 2" }],
		["A".repeat(65), { at: 1, variable: `${"A".repeat(63)}…` }],
	])("%j", (name, expected) => {
		expect(shownAs(name)).toMatchObject(expected);
	});

	test("truncates what a secret that AWS makes is called", () => {
		const [found] = findSuspects([{ ...openOne("A"), madeSecret: `a\n${"s".repeat(127)}` }], "ecs", none);
		expect(found?.because).toBe(`a ${"s".repeat(125)}… is written into the definition in plain text`);
	});

	test("truncates the name of a parameter", () => {
		const [found] = findSuspects([{ ...openOne("A"), noEchoParameter: "P".repeat(65) }], "ecs", none);
		expect(found?.because).toBe(`the NoEcho parameter ${"P".repeat(63)}… reaches the container as plain text`);
	});
});
