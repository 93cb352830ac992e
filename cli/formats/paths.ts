import { isAbsolute, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FormatOptions } from "./options.ts";

type Folders = Pick<FormatOptions, "root" | "folder">;

/** The path of a file relative to the root, with slashes; unchanged when the file is not below the root. */
export function pathFrom({ root, folder }: Folders, path: string): string {
	const below = relative(root, resolve(folder, path)).replaceAll("\\", "/");
	return below === "" || below.startsWith("../") || below === ".." || isAbsolute(below) ? path : below;
}

/** A relative URI reference when a file is below the root, otherwise an absolute URI. */
export function uriFrom(folders: Folders, path: string): { readonly uri: string; readonly isBelow: boolean } {
	const absolute = resolve(folders.folder, path.toWellFormed());
	const below = pathFrom(folders, absolute);
	if (isAbsolute(below)) return { uri: pathToFileURL(absolute).href, isBelow: false };
	return { uri: below.split("/").map(encodeURIComponent).join("/"), isBelow: true };
}
