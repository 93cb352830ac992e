import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BadInputError } from "../core/errors.ts";

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
		throw new BadInputError("--account and --events belong together; write both, or neither for our own account");
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

function parsed(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				account: { type: "string" },
				events: { type: "string" },
				policy: { type: "string" },
				keep: { type: "boolean" },
				into: { type: "string" },
				help: { type: "boolean", short: "h" },
			},
		}).values;
	} catch (error) {
		throw new BadInputError(error instanceof Error ? error.message : String(error), { cause: error });
	}
}
