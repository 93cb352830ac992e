import { join } from "node:path";

/** The folder of the controls' pages, relative both to this file and to the bundle that contains it. */
export const pagesFolder = join(import.meta.dirname, "..", "docs", "controls");
