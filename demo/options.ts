import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BadInputError } from "../core/errors.ts";
import { toSingleLine, truncate } from "../core/text.ts";

export interface DemoOptions {
	readonly account: string;
	readonly events: string;
	/** Absolute path; null for the defaults. */
	readonly policy: string | null;
	readonly keep: boolean;
	/** Folder of the results. */
	readonly into: string;
}

const defaults = join(import.meta.dirname, "account");

export const help = `npm run demo -- [--account FILE --events DIR] [--policy FILE] [--keep] [--into DIR]

Deploys Shipshape to an emulated AWS on this machine, fills an account, sends it events and prints the results.

  --account FILE  the account description, YAML or JSON (example: demo/account/account.yaml)
  --events DIR    EventBridge events, one JSON file each, sent in the order of their names
  --policy FILE   a shipshape.yaml; without it the default policy applies and nothing is blocked
  --keep          keeps the emulated AWS running until Ctrl-C and prints its endpoints
  --into DIR      the folder for the results (default .demo)

Without --account and --events, uses the account, the events and the policy in demo/account.
`;

/** Parses the command line; null for --help. Throws BadInputError for bad usage. */
export function parseOptions(args: readonly string[]): DemoOptions | null {
	const {
		account,
		events,
		policy,
		keep = false,
		into = join(defaults, "..", "..", ".demo"),
		help: isHelp,
	} = parseValues(args);
	if (isHelp) return null;
	if ((account === undefined) !== (events === undefined)) {
		throw usageError("--account and --events must be given together");
	}
	const isDefault = account === undefined;
	const path = policy ?? (isDefault ? join(defaults, "shipshape.yaml") : null);
	return {
		account: account ?? join(defaults, "account.yaml"),
		events: events ?? join(defaults, "events"),
		policy: path === null ? null : resolve(path),
		keep,
		into: resolve(into),
	};
}

const knownOptions = {
	account: { type: "string" },
	events: { type: "string" },
	policy: { type: "string" },
	keep: { type: "boolean" },
	into: { type: "string" },
	help: { type: "boolean", short: "h" },
} as const;

function parseValues(args: readonly string[]) {
	const { tokens } = parseArgs({ args: [...args], options: knownOptions, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind === "positional") throw usageError(`unexpected argument ${quote(token.value)}`);
		if (token.kind === "option") checkOption(token.name, token.rawName, token.value, token.inlineValue === true);
	}
	return parseArgs({ args: [...args], options: knownOptions }).values;
}

function checkOption(name: string, rawName: string, value: string | undefined, isInline: boolean): void {
	if (!Object.hasOwn(knownOptions, name)) throw usageError(`unknown option ${quote(rawName)}`);
	if (knownOptions[name as keyof typeof knownOptions].type === "boolean") {
		if (value !== undefined) throw usageError(`${rawName} takes no value`);
		return;
	}
	const isMissing = value === undefined || value.trim() === "" || (!isInline && value.startsWith("-"));
	if (isMissing) throw usageError(`${rawName} needs a value`);
}

const quote = (text: string): string => `"${truncate(toSingleLine(text), 60)}"`;
const usageError = (text: string): BadInputError =>
	new BadInputError(`${text}; npm run demo -- --help lists the options`);
