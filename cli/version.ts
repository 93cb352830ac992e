import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of the package that contains this file or the bundle. */
export function version(): string {
	const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8"));
	const { version: own = "0.0.0" } = manifest as { readonly version?: string };
	return own;
}
