import { describe, expect, test } from "@jest/globals";
import { credentialKindIn, credentialKinds } from "../../../domain/containers/credential-values.ts";

const kindOf = (text: string): string | null => {
	const at = credentialKindIn(text);
	return at === null ? null : (credentialKinds[at] ?? "");
};
const service = "a token for a well-known service";

/** Put together here, so that no file holds anything that looks like a real one: what it begins with, a character, how many. */
type Form = readonly [prefix: string, character: string, length: number];
const textOf = ([prefix, character, length]: Form, fewer = 0): string => prefix + character.repeat(length - fewer);

const forms: readonly Form[] = [
	...["gho_", "ghp_", "ghr_", "ghs_", "ghu_"].map((prefix): Form => [prefix, "a", 30]),
	["ghp_", "Z", 30],
	["ghp_", "9", 30],
	["ghp_", "_", 30],
	["github_pat_", "a", 22],
	["github_pat_", "_", 22],
	...["agent", "cbt", "dt", "ft", "imt", "pat", "ptt", "rt", "soat"].map((kind): Form => [`gl${kind}-`, "a", 20]),
	["glpat-", "-", 20],
	["glpat-", "_", 20],
	...["a", "b", "e", "o", "p", "r", "s"].map((kind): Form => [`xox${kind}-`, "a", 10]),
	["xoxb-", "-", 10],
	["xapp-1-", "A", 10],
	...["sk_live_", "sk_test_", "rk_live_", "rk_test_"].map((prefix): Form => [prefix, "a", 16]),
	["whsec_", "a", 24],
	["whsec_", "+", 24],
	["npm_", "a", 36],
	["pypi-AgE", "a", 50],
	["pypi-AgE", "_", 50],
	["AIza", "a", 35],
	["AIza", "-", 35],
	["GOCSPX-", "a", 28],
	["GOCSPX-", "_", 28],
	["ya29.", "a", 20],
	["ya29.", "-", 20],
	[`SG.${"a".repeat(16)}.`, "b", 32],
	[`SG.${"_".repeat(32)}.`, "-", 32],
	...["dop_v1_", "doo_v1_", "dor_v1_"].map((prefix): Form => [prefix, "0", 64]),
	["dop_v1_", "f", 64],
	["dckr_pat_", "a", 20],
	["dckr_oat_", "_", 20],
	["hvs.", "a", 24],
	["hvb.", "-", 24],
	["glsa_", "a", 32],
	...["at", "ca", "pa", "ss"].map((kind): Form => [`shp${kind}_`, "a", 32]),
	["shpat_", "F", 32],
	["shpat_", "0", 32],
	["NRAK-", "A", 27],
	["NRAK-", "0", 27],
	["NRII-", "a", 32],
	["NRII-", "-", 32],
	["LTAI", "a", 20],
	["LTAI", "Z", 20],
	["AKID", "a", 32],
	["AKID", "Z", 32],
	["CLOJARS_", "a", 60],
	["rdme_", "0", 70],
	["EZAK", "a", 54],
	["EZTK", "Z", 54],
	["oy2", "a", 43],
	["oy2", "0", 43],
	["dapi", "0", 32],
	["dapi", "f", 32],
	["AGE-SECRET-KEY-1", "Q", 58],
	["AGE-SECRET-KEY-1", "0", 58],
	["sk-", "a", 32],
	["sk-", "_", 32],
	["Basic ", "a", 16],
	["Basic ", "=", 16],
	["Bearer+", "~", 16],
];
const named = forms.map((form): [string, Form] => [`${form[0]}…${form[1]}`, form]);

describe("recognizes the shortest token of", () => {
	test.each(named)("%s", (_, form) => {
		expect(kindOf(textOf(form))).toBe(service);
		expect(kindOf(`key: "${textOf(form)}", and so on`)).toBe(service);
	});
});

describe("ignores a token with one character less than", () => {
	test.each(named)("%s", (_, form) => {
		expect(kindOf(textOf(form, 1))).toBeNull();
		expect(kindOf(`${textOf(form, 1)} ${form[1]}`)).toBeNull();
	});
});

describe("ignores a word that ends with the prefix of", () => {
	const withBorder = named.filter(([, [prefix]]) => !prefix.startsWith("hooks"));
	test.each(withBorder)("%s", (_, form) => {
		for (const before of ["a", "Z", "0"]) expect(kindOf(before + textOf(form))).toBeNull();
		for (const before of [" ", "=", "/", '"', ","]) expect(kindOf(before + textOf(form))).toBe(service);
	});
});

describe("ignores another alphabet:", () => {
	test.each([
		textOf(["ghx_", "a", 30]),
		textOf(["glpat-", ".", 20]),
		textOf(["xoxc-", "a", 10]),
		textOf(["xapp-a-", "a", 10]),
		textOf(["pk_live_", "a", 16]),
		textOf(["sk_demo_", "a", 16]),
		textOf(["npm_", "_", 36]),
		textOf(["dop_v1_", "g", 64]),
		textOf(["dop_v1_", "F", 64]),
		textOf(["hvt.", "a", 24]),
		textOf(["glsa_", "_", 32]),
		textOf(["shpat_", "g", 32]),
		textOf(["shpxx_", "a", 32]),
		textOf(["NRAK-", "a", 27]),
		textOf(["dapi", "F", 32]),
		textOf(["CLOJARS_", "_", 60]),
		textOf(["rdme_", "A", 70]),
		textOf(["EZBK", "a", 54]),
		textOf(["oy2", "A", 43]),
		textOf(["oy3", "a", 43]),
		textOf(["AGE-SECRET-KEY-1", "q", 58]),
		textOf(["Bearer    ", "a", 16]),
		textOf(["Bearer", "a", 16]),
		textOf(["hooks.slack.com/other/T", "A", 6]),
		textOf(["hooks-slack.com/services/T", "A", 6]),
		textOf(["hooks.slack.com/services/U", "A", 6]),
		textOf(["hooks.slack.com/services/T", "a", 6]),
	])("%s", (text) => {
		expect(kindOf(text)).toBeNull();
	});
});

describe("ignores a name in words that begins as a token does:", () => {
	test.each([
		"claim-processing-service-queue",
		"claim-processing-service-v2-queue-01",
		"https://sqs.eu-west-1.amazonaws.com/123456789012/claim-adjudication-results-dlq",
		"s3://sk-learn-model-inference-service-production/models",
		"glrt-production-runner-pool-a",
		"ghp_from_secret_manager_in_production",
		"claim-processing-service-queue,claim-adjudication-results-dlq",
	])("%s", (text) => {
		expect(kindOf(text)).toBeNull();
	});
});

describe("recognizes a token that is not only words:", () => {
	test.each([
		textOf(["claim-processing-service-", "a", 15]),
		textOf(["claim-processing-service-", "A", 10]),
		textOf(["claim-processing-", "-", 20]),
		`claim-processing-service-queue,${textOf(["claim-", "a", 20])}`,
		"claim-a8b3c9d2e7f1a4b5c6d7",
	])("%s", (text) => {
		expect(kindOf(text)).toBe(service);
	});
});

describe("limits the length of the parts of a token", () => {
	const mail = (first: number, second = 32) => `SG.${"a".repeat(first)}.${"b".repeat(second)}`;
	const keyOf = (kind: string, length = 32) => `sk-${kind}-${"0".repeat(length)}`;
	const jwt = (head: number, body: number, end = ".") => `eyJ${"a".repeat(head)}.eyJ${"b".repeat(body)}${end}`;
	test.each<[string, string | null]>([
		[mail(15), null],
		[mail(33), null],
		["SG.a", null],
		[keyOf("ab"), service],
		[keyOf("abcdefghijkl", 20), service],
		[keyOf("ab", 29), service],
		[keyOf("ab", 28), null],
		[jwt(10, 10), service],
		[jwt(10, 10, "._-9"), service],
		[jwt(9, 10), null],
		[jwt(10, 9), null],
		[jwt(10, 10, ""), null],
		[jwt(4000, 4000), service],
		[jwt(4001, 10), null],
		[jwt(10, 4001), null],
		[`a${jwt(10, 10)}`, null],
		[`-${jwt(10, 10)}`, null],
		[`=${jwt(10, 10)}`, service],
		[`Bearer   ${"a".repeat(16)}`, service],
	])("%s: %s", (text, expected) => {
		expect(kindOf(text)).toBe(expected);
	});
});

describe("requires an AWS access key to be separate, with sixteen capitals and digits, after", () => {
	test.each(["AKIA", "ASIA"])("%s", (prefix) => {
		const key = textOf([prefix, "Q", 16]);
		expect(kindOf(`x-${key}/y`)).toBe("an AWS access key");
		for (const text of [`${key}Q`, `${key}a`, `0${key}`, key.slice(1), key.toLowerCase(), textOf([prefix, "Q", 15])])
			expect(kindOf(text)).toBeNull();
	});
});

describe("recognizes a private key only in capitals:", () => {
	test.each<[string, string | null]>([
		[`-----BEGIN ${"A".repeat(40)}PRIVATE KEY`, "a private key"],
		[`-----BEGIN ${"A".repeat(41)}PRIVATE KEY`, null],
		["-----BEGIN a PRIVATE KEY", null],
		["----BEGIN PRIVATE KEY", null],
		["-----BEGIN PRIVATE", null],
		["{{resolve:secretsmanager:", "a dynamic reference that resolves to plain text"],
		["{{resolve:ssm-secure:", "a dynamic reference that resolves to plain text"],
		["{resolve:ssm-secure:", null],
		["{{resolve:ssm-secure", null],
	])("%s: %s", (text, expected) => {
		expect(kindOf(text)).toBe(expected);
	});
});
