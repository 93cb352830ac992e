import type * as z from "zod";
import type { Control } from "../core/control.ts";
import { BadInputError } from "../core/errors.ts";
import type { Policy } from "../core/policy.ts";
import { settingsByScope } from "../core/scopes.ts";
import { formatList, toSingleLine, truncate } from "../core/text.ts";
import type { Position } from "../readers/document/source-document.ts";
import type { YamlDocument } from "../readers/document/yaml-document.ts";
import { findNearest } from "./nearest.ts";
import { knownKeys, type PolicyFile } from "./policy-schema.ts";

interface Problem {
	readonly at: Position;
	readonly text: string;
}

const maxProblems = 20;

/** Throws BadInputError, a line `file:line:column: what is wrong; what to write` for each problem, in the order of the file. */
export function throwIfAny(file: string, problems: readonly Problem[]): void {
	if (problems.length === 0) return;
	const ordered = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
	const lines = ordered.map(({ at, text }) => `${file}:${at.line}:${at.column}: ${text}`);
	const more = lines.length > maxProblems ? [`${file}: and ${lines.length - maxProblems} more; fix these first`] : [];
	throw new BadInputError([...lines.slice(0, maxProblems), ...more].join("\n"));
}

/** The problems behind one issue of the schema. */
export function problemsOf(issue: z.core.$ZodIssue, document: YamlDocument, policyFile: PolicyFile): Problem[] {
	const path = issue.path.map(String);
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, document, policyFile));
	const { at } = document;
	const shown = (path: readonly PropertyKey[]): string => withoutSecret(document.excerpt(path));
	const name = nameOfPlace(issue.path);
	const place = at(issue.path, "value");
	if (issue.message.startsWith("is ")) return [{ at: place, text: `${name} (${shown(issue.path)}) ${issue.message}` }];
	const found = isWritten(document.value, path) ? shown(issue.path) : "missing";
	return [{ at: place, text: `${name} is ${found}; write ${remedyOf(issue, document)}` }];
}

/** Lists of which people call each item by a name of its own. */
const itemNames: ReadonlyMap<string, string> = new Map([
	["waivers", "waiver"],
	["scopes", "scope"],
	["slack.routes", "route"],
	["block.breakGlass", "break-glass"],
]);

/** `the policy`, `block.onUnknown`, `owner of waiver 1`, `item 2 of match.family of scope 1`: items are counted from 1, as in all messages. */
function nameOfPlace(path: readonly PropertyKey[]): string {
	let [keys, item]: [readonly string[], string | null] = [[], null];
	for (const step of path) {
		if (typeof step === "number") {
			const list = keys.join(".");
			const name: string | undefined = item === null ? itemNames.get(list) : undefined;
			item = name === undefined ? `item ${step + 1} of ${list}${ofItem(item)}` : `${name} ${step + 1}`;
			keys = [];
		} else keys = [...keys, truncate(toSingleLine(String(step)), 60)];
	}
	if (keys.length > 0) return `${keys.join(".")}${ofItem(item)}`;
	return item ?? "the policy";
}

const ofItem = (item: string | null): string => (item === null ? "" : ` of ${item}`);

/** Slack's incoming webhooks and the tokens of its apps (Slack API, "Token types"), which no message may repeat. */
const slackSecret = /hooks\.slack(?:-gov)?\.com\/|\bx(?:ox[a-z]|app)-/i;

const withoutSecret = (text: string): string =>
	slackSecret.test(text) ? "a webhook or token, which belongs in the Slack secret only" : text;

function unknownKey(path: readonly string[], key: string, { at }: YamlDocument, policyFile: PolicyFile): Problem {
	const place = at([...path, key], "key");
	const known = knownKeys(policyFile, path);
	const meant = findNearest(key, known);
	const write = meant === null ? `one of ${formatList(known, 20)}` : `"${meant}"`;
	return { at: place, text: `unknown key "${withoutSecret(truncate(toSingleLine(key), 60))}"; write ${write}` };
}

/** From this number on, the values are not listed; only the one that was probably meant is named. */
const manyValues = 10;

function remedyOf(issue: z.core.$ZodIssue, { value }: YamlDocument): string {
	if (issue.code !== "invalid_value" || issue.values.length < manyValues) return issue.message;
	const given = valueAt(value, issue.path.map(String));
	const meant = typeof given === "string" ? findNearest(given, issue.values.map(String)) : null;
	return meant === null ? issue.message : `"${meant}"`;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>((part, key) => (isWritten(part, [key]) ? Object(part)[key] : undefined), value);
}

/** True for a key without a value as well: `owner:`. */
function isWritten(value: unknown, path: readonly string[]): boolean {
	const [key, ...rest] = path;
	if (key === undefined) return true;
	return (
		typeof value === "object" && value !== null && Object.hasOwn(value, key) && isWritten(Object(value)[key], rest)
	);
}

/** Problems that only show when several values are compared. */
export function contradictionsIn(
	policy: Policy,
	{ at }: YamlDocument,
	controls: readonly Control[],
	policyFile: PolicyFile,
): Problem[] {
	const { scopes, waivers, slack } = policy;
	const byVulnerability = controls.flatMap(({ id, isWaivableByVulnerability }) =>
		isWaivableByVulnerability === true ? id : [],
	);
	const matchesAll = (kind: string, match: object, path: readonly (string | number)[]): Problem[] => {
		if (Object.keys(match).length > 0) return [];
		const keys = formatList(knownKeys(policyFile, path.map(String)), 10);
		const text = `a ${kind} without match keys would apply to every subject; write one of ${keys}`;
		return [{ at: at(path, "value"), text }];
	};
	return [
		...controls.flatMap((control) => contradictionsOf(control, policy, at)),
		...scopes.flatMap(({ match }, index) => matchesAll("scope", match, ["scopes", index, "match"])),
		...slack.routes.flatMap(({ match }, index) => matchesAll("route", match, ["slack", "routes", index, "match"])),
		...waivers.flatMap(({ control, vulnerabilities }, index) => {
			if (vulnerabilities === undefined || byVulnerability.includes(control)) return [];
			const text = `${control} reports no vulnerabilities; remove the key, or write ${byVulnerability.join(" or ")} as control`;
			return [{ at: at(["waivers", index, "vulnerabilities"], "key"), text }];
		}),
	];
}

/** Settings of one control that contradict each other, in the policy itself or together with a scope. */
function contradictionsOf(control: Control, policy: Policy, at: YamlDocument["at"]): Problem[] {
	if (control.contradictionIn === undefined) return [];
	return settingsByScope(policy, control).flatMap(({ scope, settings }) => {
		const text = control.contradictionIn?.(settings) ?? null;
		const path = scope === null ? [] : ["scopes", scope];
		return text === null ? [] : [{ at: at([...path, "controls", control.id], "key"), text }];
	});
}
