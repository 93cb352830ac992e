import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fieldsIn, textIn } from "../core/json.ts";

/** The manifest of the package that contains this file or the bundle. */
const manifest = (): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8"));

/** The version of the package. */
export const version = (): string => textIn(fieldsIn(manifest())["version"]) ?? "0.0.0";

/**
 * The address of the folder with the controls' pages of this version in the repository that the package names, as GitHub has it; null if
 * the manifest, by default that of the package, names none.
 */
export function pagesInRepository(of: unknown = manifest()): string | null {
	const { repository, version: own } = fieldsIn(of);
	const url = textIn(fieldsIn(repository)["url"]) ?? "";
	const [, address] = /^(?:git\+)?(https:\/\/[^?#]+?)(?:\.git)?$/.exec(url) ?? [];
	return address === undefined ? null : `${address}/blob/v${textIn(own) ?? ""}/docs/controls`;
}
