import { join } from "node:path";

/** Where the controls' pages are: beside the folder of this file, and of the bundle that it becomes a part of. */
export const pagesFolder = join(import.meta.dirname, "..", "docs", "controls");
