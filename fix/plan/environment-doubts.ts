import type { ContainerFacts, EnvironmentFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import type { ImageNeeds } from "../images/known-image.ts";
import { covers } from "./barriers.ts";

/** Variables of the C library that name no path and no file. https://man7.org/linux/man-pages/man7/environ.7.html */
const harmlessEverywhere = ["LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TERM", "TZ"];

/**
 * Why a variable may change where, or how much, a known program writes: every variable may that is not known to be harmless for it.
 * `elsewhere`: the names of those that the file does not give a value.
 */
export function environmentDoubts(
	container: ContainerFacts,
	needs: ImageNeeds,
	elsewhere: Value<readonly string[]>,
): readonly string[] {
	const { environment } = container;
	const unknown = [environment, elsewhere].find(isUnresolved);
	if (unknown !== undefined) return [`its environment variables are ${formatUnknown(unknown)}`];
	const own = isUnresolved(environment) ? [] : environment;
	const others = isUnresolved(elsewhere) ? [] : elsewhere;
	const open = { unresolved: "it is set elsewhere" };
	const all: readonly EnvironmentFacts[] = [...own, ...others.map((name) => ({ name, value: open }))];
	const writable = [...needs.scratch, ...needs.volumes, ...mountedPaths(container)];
	return all
		.filter((variable) => mayRedirect(variable, needs, writable))
		.slice(0, 1)
		.map(({ name, value }) =>
			isName.test(name)
				? `its variable ${formatForDisplay(name)} may change where, or how much, it writes`
				: `which variables it has is ${isUnresolved(value) ? formatUnknown(value) : "unknown"}`,
		);
}

function mayRedirect(
	{ name, value, known }: EnvironmentFacts,
	{ runsReadOnly, harmlessVariables = [] }: ImageNeeds,
	writable: readonly string[],
): boolean {
	const harmless = [...harmlessEverywhere, ...harmlessVariables];
	// Official images read the value from this file.
	if (harmless.some((one) => name === `${one}_FILE` || name === `${one}__FILE`)) return false;
	if (runsReadOnly === true && !harmless.includes(name)) return true;
	if (value === null) return namesPath.test(name);
	const isOutside = (text: string): boolean =>
		pathsIn(text).some((path) => !writable.some((folder) => covers(folder, path)));
	if (!isUnresolved(value)) return value.inspect(isOutside);
	return known?.inspect(isOutside) === true || !isName.test(name) || namesPath.test(name);
}

/** The absolute paths in a value, also as the value of an option. */
const pathsIn = (text: string): readonly string[] =>
	[...text.matchAll(/(?:^|[\s=,])["']?(\/[^\s"',]+)/g)].flatMap(([, path]) => path ?? []);

/** The variables of a file that could not be read have no name. */
const isName = /^[\w.-]+$/;
const namesPath = /DATA(?!BASE)|DIR|HOME|PATH/i;
