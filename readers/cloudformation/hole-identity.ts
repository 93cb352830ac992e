import { isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { holeNames, isPartial } from "./template-text.ts";

/** Fit to stand in a text and in a message, and never mistaken for a digest. */
const plainName = /^[\w.:/-]{1,60}$/;

export const isPlainName = (value: unknown): value is string => typeof value === "string" && plainName.test(value);

/** A name of its own for what a function makes of an argument: two holes of one name are taken for the same value. */
export const holeName = (name: string, argument: unknown): string =>
	`${name} ${isPlainName(argument) ? argument : `#${digestOf(argument).slice(0, 12)}`}`;

/** A hole that a function made and gave its own name; everything else is left as it is. */
export function nameHoleByArgument(value: unknown, name: string, argument: unknown): unknown {
	const [only, ...others] = isPartial(value) ? value.parts : [];
	if (only === undefined || typeof only === "string" || others.length > 0 || only.name !== name) return value;
	return new PartialText([{ ...only, ...holeNames(holeName(name, argument)) }]);
}

/** Aliases make one object stand in many places: each is looked at once. */
const known = new WeakMap<object, string>();

function digestOf(value: unknown): string {
	if (typeof value !== "object" || value === null) return hashed(JSON.stringify(value) ?? "");
	const before = known.get(value);
	if (before !== undefined) return before;
	const parts = isFields(value)
		? Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${digestOf(part)}`)
		: Object.values(value).map(digestOf);
	const digest = hashed(`${isFields(value) ? "{" : "["}${parts.join()}`);
	known.set(value, digest);
	return digest;
}

/** Few templates need it, and a tenth of a short run goes into loading it. */
const hashed = (text: string): string =>
	process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
