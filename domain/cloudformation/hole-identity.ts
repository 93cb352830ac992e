import { isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { holeNames, isPartial } from "./template-text.ts";

/** Safe in a text and in a message, and never mistaken for a digest. */
const plainName = /^[\w.:/-]{1,60}$/;

export const isPlainName = (value: unknown): value is string => typeof value === "string" && plainName.test(value);

/** A unique name for the result of a function: holes with the same name count as the same value. */
export const holeName = (name: string, argument: unknown): string =>
	`${name} ${isPlainName(argument) ? argument : `#${digestOf(argument).slice(0, 12)}`}`;

/** Renames a hole that has the name of its function; returns everything else unchanged. */
export function nameHoleByArgument(value: unknown, name: string, argument: unknown): unknown {
	const [only, ...others] = isPartial(value) ? value.parts : [];
	if (only === undefined || typeof only === "string" || others.length > 0 || only.name !== name) return value;
	return new PartialText([{ ...only, ...holeNames(holeName(name, argument)) }]);
}

/** Aliases make one object appear many times: each is hashed once. */
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

/** Loaded on use: few templates need it, and loading it takes a tenth of a short run. */
const hashed = (text: string): string =>
	process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
