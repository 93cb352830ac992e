import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { HiddenText } from "../../../core/hidden-text.ts";
import { maxCharacters } from "../../../domain/containers/credential-values.ts";
import { findSuspects } from "../../../domain/containers/credentials.ts";

const folder = path.join(import.meta.dirname, "../../../domain/containers");
const files = [
	...[
		"assigned-values",
		"base64-text",
		"command-passwords",
		"credential-names",
		"credential-values",
		"harmless-values",
	],
	...["login-values", "name-words", "named-values", "placeholder-values", "secret-addresses", "token-forms"],
];

/** The steps that a search takes at one position are then bounded by the pattern, whatever the text. */
test.each(files)(
	"the patterns of %s repeat no group without a bound, and no character before something else",
	(file) => {
		const text = readFileSync(path.join(folder, `${file}.ts`), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
		const unbounded = text.match(/\)(?:[*+]|\{\d+,\})[^\s]{0,9}/g) ?? [];
		expect(unbounded.filter((found) => !/^\)\+\d/.test(found))).toEqual([]);
		const anything = text.match(/(?<!\\)\.[*+](?!\\?["'`)\]])[^\s]{0,9}/g) ?? [];
		expect(anything).toEqual([]);
	},
);

const fragments = fc.constantFrom(
	...[
		"a=",
		"a=b ",
		'{"a":"',
		"--token ",
		"-u a:",
		"mysql -p",
		"://a:",
		"a:b@",
		"https://a/hook/",
		"eyJ",
		"eyJa.",
		"aB3/",
	],
	...[
		"${",
		"{{",
		"<a>",
		"'a' => ",
		"define('a',",
		"login a ",
		"a.b.",
		"a/b/",
		"$2a$",
		"{SHA}",
		"[1,",
		"admin / ",
		'\\"',
		"x",
	],
);
const names = fc.oneof(
	fc.constantFrom("LEVEL", "DB_PASSWORD", "GRAPH_AUTH", "RUN_USER", "MAIL_KEY", "SECRET_SANTA_NOTE", "SUMMARY_TOKENS"),
	fc.constantFrom("password", "secretkey", "tokenfile", "apikey", "pw").map((part) => part.repeat(20_000)),
);
const longTexts = fc.array(fragments, { minLength: 1, maxLength: 4 }).map((parts) => {
	const part = parts.join("");
	return part.repeat(Math.ceil(maxCharacters / part.length));
});

test("finds the credential behind any long text, and nothing behind the limit", () => {
	fc.assert(
		fc.property(names, longTexts, (name, long) => {
			const key = `AKIA${"7".repeat(16)}`;
			const found = (value: string) =>
				findSuspects([{ name, value: new HiddenText(value) }], "ecs", { names: [], values: [], notSecret: [] });
			expect(found(`${long.slice(0, maxCharacters - key.length - 1)} ${key}`)[0]?.because).toBe("an AWS access key");
			expect(found(`${long.slice(0, maxCharacters)} ${key}`)[0]?.because).not.toBe("an AWS access key");
		}),
		{ numRuns: 20 },
	);
});
