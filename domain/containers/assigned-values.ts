import { commandPasswordsIn } from "./command-passwords.ts";

/** A name in a text and the value that is assigned to it there. */
export interface Assignment {
	readonly name: string;
	readonly value: string;
	/** Whether the name is quoted and a colon follows, as in JSON. */
	readonly isJson: boolean;
}

/*
 * No quantifier is unbounded, none is nested in another, and names begin only where a word begins, so that matching takes
 * time linear in the length of the text.
 */
const name = "[A-Za-z_][A-Za-z0-9_.-]{0,80}";
const quoted = String.raw`\\{0,2}(["'])(?<quoted>[^"'\\\n]{1,200})`;
const bare = String.raw`(?<bare>[^\s;&,"'<>(){}\[\]|\\]{1,200})`;

/** `a=b`, `"a": "b"`, `a: b`, `a => b`, `config['a'] = "b"`. */
const assignment = new RegExp(
	String.raw`(?<![A-Za-z0-9_])(?<name>${name})(?<close>(?:\\{0,2}["'\])]){0,4})\s{0,9}(?<sign>=>|:=|=|:(?=[\s"'\\]))\s{0,9}(?:(?:\[\s{0,9})?${quoted}|${bare})`,
	"g",
);
/** `{"name": "a", "value": "b"}`. */
const member = new RegExp(
	String.raw`"(?:[Nn]ame|[Kk]ey)"\s{0,9}:\s{0,9}"(?<name>${name})"\s{0,9},\s{0,9}"[Vv]alue"\s{0,9}:\s{0,9}"(?<quoted>[^"\\\n]{1,200})`,
	"g",
);
/** `--a b`, `-a b`. */
const option =
	/(?<![A-Za-z0-9_.-])--?(?<name>[A-Za-z][A-Za-z0-9_.-]{2,60})\s{1,3}(?!-)(?:["'](?<quoted>[^"'\n]{1,200})|(?<bare>[^\s"']{1,200}))/g;
/** `<a>b</a>`. */
const element = new RegExp(String.raw`<(?<name>${name})>(?<bare>[^<>\n]{1,200})</`, "g");
/** PHP's `define('A', 'b')`. */
const definition = new RegExp(
	String.raw`define\(\s{0,3}["'](?<name>${name})["']\s{0,3},\s{0,3}["'](?<quoted>[^"'\n]{1,200})`,
	"g",
);
/** A setting of Redis, and what follows the password's word in `.netrc`. */
const configuration =
	/(?<![A-Za-z0-9_.-])(?:requirepass|masterauth|insecure-password|login\s{1,3}\S{1,64}\s{1,3}password)\s{1,3}["']?(?<bare>[^\s"']{1,200})/g;
/** The users of a Kafka broker. */
const jaasUser = /(?<![A-Za-z0-9_])user_[A-Za-z0-9_-]{1,64}\s{0,3}=\s{0,3}\\?["'](?<quoted>[^"'\\\n]{1,200})/g;

/** What XML elements contain: they look like placeholders, so that their text is read as it is written. */
export const elementsIn = (text: string): readonly Assignment[] => [...text.matchAll(element)].map(toAssignment);

/** What a text assigns to names that it contains, in any of the usual notations. */
export function assignmentsIn(text: string): readonly Assignment[] {
	return [
		...[...text.matchAll(assignment)].filter((found) => isValue(found, text)).map(toAssignment),
		...[option, definition, member].flatMap((form) => [...text.matchAll(form)].map(toAssignment)),
		...(text.includes("LoginModule") ? passwords([...text.matchAll(jaasUser)].map(toAssignment)) : []),
		...passwords([...text.matchAll(configuration)].map(toAssignment)),
		...passwords(commandPasswordsIn(text).map((value) => ({ value }))),
	];
}

const passwords = (found: readonly Pick<Assignment, "value">[]): readonly Assignment[] =>
	found.map(({ value }) => ({ name: "password", value, isJson: false }));

const toAssignment = ({ groups = {} }: RegExpMatchArray): Assignment => ({
	name: groups["name"] ?? "",
	value: groups["quoted"] ?? groups["bare"] ?? "",
	isJson: groups["sign"] === ":" && /["']/.test(groups["close"] ?? ""),
});

/** Not a call (`File.read(…)`), and after a colon not a sentence (`Password: at least 8 characters`). */
function isValue({ 0: all, index = 0, groups = {} }: RegExpMatchArray, text: string): boolean {
	if (groups["bare"] === undefined) return true;
	const rest = text.slice(index + all.length, index + all.length + 20);
	if (/^[([]/.test(rest)) return false;
	return groups["sign"] !== ":" || (!/^\d{1,3}$/.test(groups["bare"]) && /^[ \t\r]{0,9}(?:$|[\n,}\]"'#])/.test(rest));
}
