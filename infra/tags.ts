import { BadInputError } from "../core/errors.ts";

/** The tags of the stack, by key. */
export type StackTags = Readonly<Record<string, string>>;

/** The characters of tags, and their lengths, that every service accepts (AWS General Reference, "Tag naming limits and requirements"). */
const key = /^[\p{L}\p{Zs}\p{N}_.:/=+@-]{1,128}$/u;
const value = /^[\p{L}\p{Zs}\p{N}_.:/=+@-]{0,256}$/u;

/** Parses `team=platform,cost-center=42`. Throws BadInputError for what AWS would reject after minutes of a deployment. */
export function parseTags(text: string): StackTags {
	const pairs = text.split(",").map((pair) => {
		const [name = "", ...rest] = pair.split("=");
		const [tag, content] = [name.trim(), rest.join("=").trim()];
		const wrong = whatIsWrong(tag, rest.length === 0 ? null : content);
		if (wrong !== null) throw new BadInputError(`context tags has ${JSON.stringify(pair)}; ${wrong}`);
		return [tag, content] as const;
	});
	const names = pairs.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined)
		throw new BadInputError(`context tags has ${JSON.stringify(twice)} twice; write each key once`);
	if (pairs.length > 50) throw new BadInputError(`context tags has ${pairs.length} tags; write at most 50`);
	return Object.fromEntries(pairs);
}

/** What to do about a pair that AWS would reject. */
function whatIsWrong(tag: string, content: string | null): string | null {
	if (tag === "" || content === null) return "write key=value, several separated by commas";
	if (/^aws:/i.test(tag)) return "write another key: those that begin with aws: belong to AWS";
	if (key.test(tag) && value.test(content)) return null;
	return "write letters, digits, spaces and any of _.:/=+-@, at most 128 in a key and 256 in a value";
}
