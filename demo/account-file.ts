import { readFileSync } from "node:fs";
import type * as z from "zod";
import { BadInputError } from "../core/errors.ts";
import { toSingleLine, truncate } from "../core/text.ts";
import { findInconsistencies, type Problem } from "./account-consistency.ts";
import { type Account, accountSchema } from "./account-schema.ts";
import { type AccountText, readYaml } from "./account-yaml.ts";

const maxProblems = 20;

/** Reads an account description, JSON or YAML. Throws BadInputError with a line for each problem: `file:line:column: path: what to write`. */
export function readAccount(file: string, events: readonly string[] | null = null): Account {
	return parseAccount(readText(file), file, events);
}

/** Parses an account description; `file` is used in errors only. Steps may refer only to the file names in `events`; null allows any. */
export function parseAccount(text: string, file: string, events: readonly string[] | null = null): Account {
	const document = readYaml(text, file);
	const checked = accountSchema.safeParse(document.value);
	if (!checked.success)
		throw inputError(
			checked.error.issues.flatMap((issue) => problemsOf(issue, document.value)),
			document,
			file,
		);
	const inconsistencies = findInconsistencies(checked.data, events);
	if (inconsistencies.length > 0) throw inputError(inconsistencies, document, file);
	return checked.data;
}

function inputError(problems: readonly Problem[], { locationOf: placeOf }: AccountText, file: string): BadInputError {
	const shown = problems.slice(0, maxProblems).map(({ path, text }) => {
		const name = path.length === 0 ? "the description" : formatPath(path);
		return `${placeOf(path)}: ${toSingleLine(`${name}: ${text}`)}`;
	});
	const more = problems.length > maxProblems ? [`${file}: and ${problems.length - maxProblems} more`] : [];
	return new BadInputError([...shown, ...more].join("\n"));
}

function problemsOf(issue: z.core.$ZodIssue, document: unknown): Problem[] {
	if (issue.code === "unrecognized_keys") {
		return issue.keys.map((key) => ({ path: [...issue.path, key], text: "unknown key; remove it" }));
	}
	const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], document);
	const is = found === undefined ? "missing" : truncate(toSingleLine(JSON.stringify(found) ?? ""), 60);
	return [{ path: issue.path, text: `is ${is}; write ${issue.message}` }];
}

/** `repositories[2].images[0].digest` */
function formatPath(path: readonly PropertyKey[]): string {
	return path
		.map((key, at) => (typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${String(key)}`))
		.join("");
}

function readText(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		const { code = "unreadable" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${file}: cannot be read (${code}); choose a readable file`, { cause: error });
	}
}
