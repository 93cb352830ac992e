import { BadInputError } from "../core/errors.ts";

/** The tags of the stack, by key. */
export type StackTags = Readonly<Record<string, string>>;

/** The characters of tags, and their lengths, that every service accepts (AWS General Reference, "Tag naming limits and requirements"). */
const key = /^(?!aws:)[\p{L}\p{Zs}\p{N}_.:/=+@-]{1,128}$/iu;
const value = /^[\p{L}\p{Zs}\p{N}_.:/=+@-]{0,256}$/u;

/** Parses `team=platform,cost-center=42`. Throws BadInputError for what AWS would reject after minutes of a deployment. */
export function parseTags(text: string): StackTags {
	const pairs = text.split(",").map((pair) => {
		const [name = "", ...rest] = pair.split("=");
		const [tag, content] = [name.trim(), rest.join("=").trim()];
		if (rest.length === 0 || !key.test(tag) || !value.test(content)) {
			throw new BadInputError(`context tags has ${JSON.stringify(pair)}; write key=value, several separated by commas`);
		}
		return [tag, content] as const;
	});
	const names = pairs.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined)
		throw new BadInputError(`context tags has ${JSON.stringify(twice)} twice; write each key once`);
	if (pairs.length > 50) throw new BadInputError(`context tags has ${pairs.length} tags; write at most 50`);
	return Object.fromEntries(pairs);
}
