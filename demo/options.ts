import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BadInputError } from "../core/errors.ts";
import { cut, oneLine } from "../core/text.ts";

export interface DemoOptions {
	readonly account: string;
	readonly events: string;
	/** Absolute path; null for the defaults. */
	readonly policy: string | null;
	readonly keep: boolean;
	/** Folder of the results. */
	readonly into: string;
}

const own = join(import.meta.dirname, "account");

export const help = `npm run demo -- [--account FILE --events DIR] [--policy FILE] [--keep] [--into DIR]

Deploys Shipshape into an emulated AWS on this machine, fills an account, sends it events and shows what came of them.

  --account FILE  what the account holds, YAML or JSON (demo/account/account.yaml is the example)
  --events DIR    EventBridge events, one JSON file each, sent in the order of their names
  --policy FILE   a shipshape.yaml; without it the defaults judge and nothing is blocked
  --keep          leaves the emulated AWS up until Ctrl-C and prints its endpoints
  --into DIR      where the results are written (default .demo)

Without --account and --events: the account, the events and the policy of demo/account.
`;

/** Null when only help is asked for. Throws BadInputError for what cannot be understood. */
export function optionsOf(args: readonly string[]): DemoOptions | null {
	const { account, events, policy, keep = false, into = join(own, "..", "..", ".demo"), help: asked } = parsed(args);
	if (asked) return null;
	if ((account === undefined) !== (events === undefined)) {
		throw unclear("--account and --events belong together");
	}
	const isOwn = account === undefined;
	const path = policy ?? (isOwn ? join(own, "shipshape.yaml") : null);
	return {
		account: account ?? join(own, "account.yaml"),
		events: events ?? join(own, "events"),
		policy: path === null ? null : resolve(path),
		keep,
		into: resolve(into),
	};
}

const known = {
	account: { type: "string" },
	events: { type: "string" },
	policy: { type: "string" },
	keep: { type: "boolean" },
	into: { type: "string" },
	help: { type: "boolean", short: "h" },
} as const;

function parsed(args: readonly string[]) {
	const { tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind === "positional") throw unclear(`${shown(token.value)} belongs to no option`);
		if (token.kind === "option") checkOption(token.name, token.rawName, token.value, token.inlineValue === true);
	}
	return parseArgs({ args: [...args], options: known }).values;
}

function checkOption(name: string, written: string, value: string | undefined, isInline: boolean): void {
	if (!Object.hasOwn(known, name)) throw unclear(`there is no option ${shown(written)}`);
	if (known[name as keyof typeof known].type === "boolean") {
		if (value !== undefined) throw unclear(`${written} takes no value`);
		return;
	}
	const isMissing = value === undefined || value.trim() === "" || (!isInline && value.startsWith("-"));
	if (isMissing) throw unclear(`${written} needs a value`);
}

const shown = (text: string): string => `"${cut(oneLine(text), 60)}"`;
const unclear = (text: string): BadInputError => new BadInputError(`${text}; npm run demo -- --help lists the options`);
