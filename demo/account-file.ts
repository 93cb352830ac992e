import { readFileSync } from "node:fs";
import type * as z from "zod";
import { BadInputError } from "../core/errors.ts";
import { cut, oneLine } from "../core/text.ts";
import { contradictionsIn, type Problem } from "./account-checks.ts";
import { type Account, accountSchema } from "./account-schema.ts";
import { type AccountText, readYaml } from "./account-yaml.ts";

const maxProblems = 20;

/** Reads an account description, JSON or YAML. Throws BadInputError: `file:line:column: path: what to write`, a line for each fault. */
export function readAccount(file: string, events: readonly string[] | null = null): Account {
	return parseAccount(textOf(file), file, events);
}

/** The same for a text; the file is only named in errors. Steps may wait for `events` only, file names; null for any. */
export function parseAccount(text: string, file: string, events: readonly string[] | null = null): Account {
	const given = readYaml(text, file);
	const checked = accountSchema.safeParse(given.value);
	if (!checked.success)
		throw refusal(
			checked.error.issues.flatMap((issue) => problemsOf(issue, given.value)),
			given,
			file,
		);
	const contradictions = contradictionsIn(checked.data, events);
	if (contradictions.length > 0) throw refusal(contradictions, given, file);
	return checked.data;
}

function refusal(problems: readonly Problem[], { placeOf }: AccountText, file: string): BadInputError {
	const shown = problems.slice(0, maxProblems).map(({ path, text }) => {
		const name = path.length === 0 ? "the description" : pathText(path);
		return `${placeOf(path)}: ${oneLine(`${name}: ${text}`)}`;
	});
	const more = problems.length > maxProblems ? [`${file}: and ${problems.length - maxProblems} more`] : [];
	return new BadInputError([...shown, ...more].join("\n"));
}

function problemsOf(issue: z.core.$ZodIssue, given: unknown): Problem[] {
	if (issue.code === "unrecognized_keys") {
		return issue.keys.map((key) => ({ path: [...issue.path, key], text: "unknown key; take it out" }));
	}
	const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], given);
	const is = found === undefined ? "missing" : cut(oneLine(JSON.stringify(found) ?? ""), 60);
	return [{ path: issue.path, text: `is ${is}; write ${issue.message}` }];
}

/** `repositories[2].images[0].digest` */
function pathText(path: readonly PropertyKey[]): string {
	return path
		.map((key, at) => (typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${String(key)}`))
		.join("");
}

function textOf(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		const { code = "unreadable" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${file}: cannot be read (${code}); name a readable file`, { cause: error });
	}
}
