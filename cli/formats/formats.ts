import { csv } from "./csv.ts";
import type { Format, FormatName } from "./format.ts";
import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { text } from "./text.ts";

/** What is large or slow to load is loaded when it is asked for. */
const formats: Readonly<Record<FormatName, () => Promise<Format> | Format>> = {
	text: () => text,
	json: () => json,
	sarif: async () => (await import("./sarif.ts")).sarif,
	junit: () => junit,
	github: () => github,
	csv: () => csv,
};

export const formatOf = async (name: FormatName): Promise<Format> => formats[name]();
