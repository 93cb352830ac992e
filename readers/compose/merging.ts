import { posix } from "node:path";
import { isFields } from "../../core/json.ts";
import type { Merging, NamedDocument } from "../reader.ts";
import { readEnvFile } from "./env-file.ts";
import { untagged } from "./tags.ts";

/**
 * The names that Compose looks for in a folder, in its order: one of each list (github.com/compose-spec/compose-go, cli/options.go).
 * https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/
 */
const baseNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const overrideNames = [
	"compose.override.yml",
	"compose.override.yaml",
	"docker-compose.override.yml",
	"docker-compose.override.yaml",
];

export const merging: Merging = { inFolder, amongNamed };

/** `COMPOSE_FILE` of the folder's `.env`; without it, the default base and its override. */
function inFolder({ exists, read }: Parameters<Merging["inFolder"]>[0]): readonly string[] {
	const listed = exists(".env") ? listedFiles(read(".env") ?? "") : [];
	if (listed.length > 0) return listed;
	const base = baseNames.find(exists);
	const override = overrideNames.find(exists);
	return base === undefined ? [] : override === undefined ? [base] : [base, override];
}

/**
 * The paths in `COMPOSE_FILE`. Its separator is `COMPOSE_PATH_SEPARATOR` or depends on the system: without it, a semicolon is the one
 * of Windows, so that the files are the same on every machine. Empty when it is not set, or when its value is not known.
 * https://docs.docker.com/compose/how-tos/environment-variables/envvars/#compose_file
 */
function listedFiles(text: string): readonly string[] {
	if (!text.includes("COMPOSE_FILE")) return [];
	const variables = new Map(readEnvFile(text, new Map()).map(({ name, value }) => [name, value]));
	const value = variables.get("COMPOSE_FILE") ?? null;
	if (value === null || !value.isKnown) return [];
	const listed = String(value);
	const separator = String(variables.get("COMPOSE_PATH_SEPARATOR") ?? "") || (listed.includes(";") ? ";" : ":");
	return listed.split(separator).filter((path) => path !== "" && path !== "-");
}

/** A Compose file that the user named. */
interface Named {
	readonly path: string;
	readonly services: ReadonlySet<string>;
	/** The services without an image, a build, or another service that they extend. */
	readonly incomplete: readonly string[];
}

/**
 * Files in the order in which the user named them, as for `docker compose -f`. Unlike there, they may belong to different applications, so
 * a file is only merged with one before it that completes a service of it, or with the base beside it that has one of its services; a file
 * with a base of its own beside it is not merged with one of another folder. The default override of a base comes second, wherever it was
 * named.
 */
function amongNamed(
	documents: readonly NamedDocument[],
	exists: (path: string) => boolean,
): readonly (readonly string[])[] {
	const files = documents.map(({ path, value }) => named(path, value));
	const hasOwnBase = (file: Named): boolean =>
		baseNames.some((name) => name !== nameOf(file) && exists(posix.join(folderOf(file), name)));
	const groups: Named[][] = [];
	for (const file of files.filter((one) => !isDefaultOverride(one, files))) {
		const group = groups.findLast((one) => overrides(file, one, hasOwnBase(file)));
		if (group === undefined) groups.push([file]);
		else group.push(file);
	}
	for (const file of files.filter((one) => isDefaultOverride(one, files))) {
		groups.find(([base]) => base !== undefined && isBaseOf(base, file))?.splice(1, 0, file);
	}
	return groups.map((group) => group.map(({ path }) => path));
}

function named(path: string, value: unknown): Named {
	const services = untagged(isFields(value) ? value["services"] : null);
	const entries = isFields(services)
		? Object.entries(services).map(([name, one]) => [name, untagged(one)] as const)
		: [];
	const isWhole = (one: unknown): boolean =>
		isFields(one) && ["image", "build", "extends", "provider"].some((key) => untagged(one[key] ?? null) !== null);
	return {
		path,
		services: new Set(entries.map(([name]) => name)),
		incomplete: entries.flatMap(([name, one]) => (isWhole(one) ? [] : name)),
	};
}

const nameOf = ({ path }: Pick<Named, "path">): string => posix.basename(path.replaceAll("\\", "/"));
const folderOf = ({ path }: Named): string => posix.dirname(posix.normalize(path.replaceAll("\\", "/")));

const isBaseOf = (base: Named, file: Named): boolean =>
	baseNames.includes(nameOf(base)) && folderOf(base) === folderOf(file);

/** Whether Compose, when it looks for files by itself, only merges this one over another. */
export const isOverrideName = (path: string): boolean => overrideNames.includes(nameOf({ path }));

const isDefaultOverride = (file: Named, files: readonly Named[]): boolean =>
	overrideNames.includes(nameOf(file)) && files.some((base) => isBaseOf(base, file));

function overrides(file: Named, group: readonly Named[], hasOwnBase: boolean): boolean {
	const [base] = group;
	if (base === undefined || (hasOwnBase && folderOf(base) !== folderOf(file))) return false;
	const isCompleted = (name: string): boolean =>
		group.some(({ services, incomplete }) => services.has(name) && !incomplete.includes(name));
	if (file.incomplete.some(isCompleted)) return true;
	const isBesideBase = isBaseOf(base, file) && !baseNames.includes(nameOf(file));
	return isBesideBase && [...file.services].some((name) => base.services.has(name));
}
