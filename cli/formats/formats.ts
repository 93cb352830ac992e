import type { FormatName } from "../format-names.ts";
import { json } from "./json.ts";
import type { Format } from "./options.ts";
import { text } from "./text.ts";

/** Imported on demand but for the two that most runs need: what is not loaded is not compiled. */
const formats: Readonly<Record<FormatName, () => Promise<Format> | Format>> = {
	text: () => text,
	json: () => json,
	sarif: async () => (await import("./sarif.ts")).sarif,
	junit: async () => (await import("./junit.ts")).junit,
	github: async () => (await import("./github.ts")).github,
	gitlab: async () => (await import("./gitlab.ts")).gitlab,
	csv: async () => (await import("./csv.ts")).csv,
};

export const formatOf = async (name: FormatName): Promise<Format> => formats[name]();
