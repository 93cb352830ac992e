import { isAbsolute, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Looks } from "./format.ts";

type Folders = Pick<Looks, "root" | "folder">;

/** The path of a file from the root of reports, with slashes; as it is where it lies elsewhere. */
export function pathFrom({ root, folder }: Folders, path: string): string {
	const below = relative(root, resolve(folder, path)).replaceAll("\\", "/");
	return below === "" || below.startsWith("../") || below === ".." || isAbsolute(below) ? path : below;
}

/** A relative URI reference where a file lies below the root, else a URI. */
export function uriFrom(folders: Folders, path: string): { readonly uri: string; readonly isBelow: boolean } {
	const absolute = resolve(folders.folder, path.toWellFormed());
	const below = pathFrom(folders, absolute);
	if (isAbsolute(below)) return { uri: pathToFileURL(absolute).href, isBelow: false };
	return { uri: below.split("/").map(encodeURIComponent).join("/"), isBelow: true };
}
