import type { Command } from "./command.ts";
import { check } from "./commands/check.ts";
import { explain } from "./commands/explain.ts";

/** What is large or slow to load is loaded when it is called. */
export const commands: Readonly<Record<string, () => Promise<Command> | Command>> = {
	check: () => check,
	fix: async () => (await import("./commands/fix.ts")).fix,
	explain: () => explain,
};

export const commandNames = Object.keys(commands).join(", ");

/** Announced, and not there yet. */
export const laterCommands: readonly string[] = ["audit", "gate", "lifecycle", "doctor", "demo", "uninstall"];

export const overview = `shipshape COMMAND [OPTIONS]

  check PATH…         judges files before they are deployed; needs no AWS
  fix PATH…           shows the smallest change that makes containers pass, and makes it with --write
  explain [CONTROL]   why a control asks what it asks, and how to mend it; without a name the list

  shipshape COMMAND --help says more; shipshape --version

Exit status: 0 nothing failed, 1 a failure that counts, 2 bad usage or input that could not be read,
3 something is not known and --strict was given.
`;
