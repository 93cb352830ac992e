import type { FormatName } from "../format-names.ts";
import { csv } from "./csv.ts";
import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import type { Format } from "./options.ts";
import { text } from "./text.ts";

/** What needs the hashes of Node is slow to load, so it is imported on demand. */
const formats: Readonly<Record<FormatName, () => Promise<Format> | Format>> = {
	text: () => text,
	json: () => json,
	sarif: async () => (await import("./sarif.ts")).sarif,
	junit: () => junit,
	github: () => github,
	gitlab: async () => (await import("./gitlab.ts")).gitlab,
	csv: () => csv,
};

export const formatOf = async (name: FormatName): Promise<Format> => formats[name]();
