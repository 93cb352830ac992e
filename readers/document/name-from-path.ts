import { basename, extname } from "node:path";

/** The name of an unnamed subject: the file's name without its extension. */
export const nameFromPath = (path: string): string => basename(path, extname(path));
