import { basename, extname } from "node:path";

/** What something in a file is called that has no name of its own. */
export const nameFromPath = (path: string): string => basename(path, extname(path));
