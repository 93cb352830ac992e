import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { BadInputError } from "../../core/errors.ts";
import { defaultPolicy, type Policy } from "../../core/policy.ts";
import { cut, listed, oneLine } from "../../core/text.ts";
import { nearest } from "./nearest.ts";
import { knownKeys, policyFile } from "./policy-schema.ts";
import { type Position, parseYaml, type YamlDocument } from "./yaml-document.ts";

/** The policy file of a folder, `shipshape.yaml`; null when there is none. */
export function policyPathIn(folder: string): string | null {
	const path = join(folder, "shipshape.yaml");
	return existsSync(path) ? path : null;
}

/** The policy of a file, or the defaults for null. Throws BadInputError, one line for everything that is wrong. */
export function readPolicy(path: string | null): Policy {
	return path === null ? defaultPolicy : parsePolicy(textOf(path), path);
}

/**
 * Reads a policy and fills in the defaults: mappings are merged, lists and single values replaced; an empty file is the defaults.
 * Throws BadInputError, one line `file:line:column: what is wrong; what to write` for everything that is wrong.
 */
export function parsePolicy(text: string, file: string): Policy {
	const document = parseYaml(text, file);
	const given = policyFile.safeParse(document.value ?? {});
	refuseIfAny(file, given.error?.issues.flatMap((issue) => problemsOf(issue, document)) ?? []);
	// The compiler compares the schema with the type of the policy: a merge of the two has its shape.
	const policy = merged(defaultPolicy, given.data) as Policy;
	refuseIfAny(file, contradictionsIn(policy, document));
	return policy;
}

interface Problem {
	readonly at: Position;
	readonly text: string;
}

const mostProblems = 20;

function refuseIfAny(file: string, problems: readonly Problem[]): void {
	if (problems.length === 0) return;
	const ordered = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
	const lines = ordered.map(({ at, text }) => `${file}:${at.line}:${at.column}: ${text}`);
	const more =
		lines.length > mostProblems ? [`${file}: and ${lines.length - mostProblems} more; mend these first`] : [];
	throw new BadInputError([...lines.slice(0, mostProblems), ...more].join("\n"));
}

function problemsOf(issue: z.core.$ZodIssue, { at, shown }: YamlDocument): Problem[] {
	const path = issue.path.map(String);
	if (issue.code !== "unrecognized_keys") {
		const name = path.length === 0 ? "the policy" : path.join(".");
		return [{ at: at(path, "value"), text: `${name} is ${shown(path)}; write ${issue.message}` }];
	}
	const known = knownKeys(path);
	return issue.keys.map((key) => {
		const meant = nearest(key, known);
		const write = meant === null ? `one of ${listed(known, 20)}` : `"${meant}"`;
		return { at: at([...path, key], "key"), text: `unknown key "${cut(oneLine(key), 60)}"; write ${write}` };
	});
}

/** What no single value gets wrong. */
function contradictionsIn(policy: Policy, { at }: YamlDocument): Problem[] {
	const { warn, maximum } = policy.controls["task-definition/tmpfs-size"];
	if (warn <= maximum) return [];
	const path = ["controls", "task-definition/tmpfs-size"];
	const text = `warn (${warn}) is above maximum (${maximum}); write a warn of at most ${maximum}`;
	return [{ at: at(path, "key"), text }];
}

function merged(base: unknown, given: unknown): unknown {
	if (!isMapping(base) || !isMapping(given)) return given;
	const keys = new Set([...Object.keys(base), ...Object.keys(given)]);
	return Object.fromEntries(
		[...keys].map((key) => [key, Object.hasOwn(given, key) ? merged(base[key], given[key]) : base[key]]),
	);
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const mostBytes = 1024 * 1024;

function textOf(path: string): string {
	const found = attempt(path, () => statSync(path));
	if (!found.isFile()) throw new BadInputError(`${path}: not a file; name a file`);
	if (found.size > mostBytes) throw new BadInputError(`${path}: longer than 1 MiB; write a shorter file`);
	const bytes = attempt(path, () => readFileSync(path));
	if (!isUtf8(bytes)) throw new BadInputError(`${path}: not UTF-8; save it as UTF-8`);
	return bytes.toString("utf8");
}

function attempt<T>(path: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const reason = code === "ENOENT" ? "there is no such file; name one that exists" : `cannot be read (${code})`;
		throw new BadInputError(`${path}: ${reason}`, { cause: error });
	}
}
