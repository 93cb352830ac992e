import { type Fields, fieldsIn, itemsIn, textIn } from "../../core/json.ts";
import type { Value } from "../../core/reading.ts";
import { isWindowsImage } from "../images/windows-image.ts";
import { asUnresolved } from "./values.ts";

/** In a command, a lower-case letter before `:/` may be something else, such as sed's `s:/old:/new:`. */
const driveLetterInText = /(?:^|[\s"'=])(?:[A-Za-z]:\\|[A-Z]:\/)/;
const drivePath = /^[A-Za-z]:[\\/]/;
/** `\\.\pipe\name`, with slashes of either kind. */
const namedPipe = /[\\/]{2}\.[\\/]pipe[\\/]/i;
const credentialSpec = /^credentialspec/i;

/**
 * The operating system of a definition. Without a runtimePlatform it is Linux (the default of ECS) on Fargate. Elsewhere a
 * Windows image, a credential spec, a drive letter or a named pipe indicates Windows, unless something indicates Linux: Linux
 * containers can have credential specs as well. Unresolved where the family is, or where it depends on unresolved launch types.
 */
export function operatingSystemOf(definition: Fields): Value<"linux" | "windows"> {
	const platform = definition["runtimePlatform"];
	const written = asUnresolved(platform) ?? fieldsIn(platform)["operatingSystemFamily"];
	const family = knownText(written);
	if (family !== null) return family.toUpperCase().startsWith("WINDOWS") ? "windows" : "linux";
	const unresolved = asUnresolved(written);
	if (unresolved !== null) return unresolved;
	const launchTypes = definition["requiresCompatibilities"];
	if (textsIn(launchTypes).includes("FARGATE") || !looksLikeWindows(definition)) return "linux";
	const [doubt] = [launchTypes, ...itemsIn(launchTypes)].flatMap((part) => asUnresolved(part) ?? []);
	return doubt ?? "windows";
}

function looksLikeWindows(definition: Fields): boolean {
	const containers = itemsIn(definition["containerDefinitions"]).map(fieldsIn);
	const volumes = itemsIn(definition["volumes"]).map(fieldsIn);
	const paths = [...containers.flatMap(mountedPathsOf), ...volumes.flatMap(hostPathOf)];
	const texts = [...paths, ...containers.flatMap(commandOf)];
	const isLinux = paths.some(isLinuxPath) || containers.some(hasLinuxParameters);
	const isWindows =
		containers.some(hasWindowsImage) ||
		containers.some(hasCredentialSpec) ||
		paths.some((path) => drivePath.test(path)) ||
		texts.some((text) => driveLetterInText.test(text) || namedPipe.test(text));
	return isWindows && !isLinux;
}

/** A string, or the beginning of a partly known one. */
function knownText(value: unknown): string | null {
	const known = asUnresolved(value);
	if (known === null) return textIn(value);
	const beginning = known.text?.literalStart ?? "";
	return /^(?:windows|linux)/i.test(beginning) ? beginning : null;
}

/** The strings of a list, including partly known ones. */
const textsIn = (list: unknown): readonly string[] =>
	itemsIn(list).flatMap((item) => asUnresolved(item)?.text?.toString() ?? textIn(item) ?? []);

const isLinuxPath = (path: string): boolean => path.startsWith("/") && !namedPipe.test(path);

const hasLinuxParameters = (container: Fields): boolean => hasValue(fieldsIn(container["linuxParameters"]));

/** Tools write unset fields as null, false, or an empty list or object. */
const hasValue = (value: unknown): boolean =>
	typeof value === "object" && value !== null ? Object.values(value).some(hasValue) : (value ?? false) !== false;

const hasWindowsImage = (container: Fields): boolean => textsIn([container["image"]]).some(isWindowsImage);

const hasCredentialSpec = (container: Fields): boolean =>
	[...textsIn(container["dockerSecurityOptions"]), ...textsIn(container["credentialSpecs"])].some((option) =>
		credentialSpec.test(option),
	);

const mountedPathsOf = (container: Fields): readonly string[] =>
	textsIn(itemsIn(container["mountPoints"]).map((point) => fieldsIn(point)["containerPath"]));

const hostPathOf = (volume: Fields): readonly string[] => textsIn([fieldsIn(volume["host"])["sourcePath"]]);

const commandOf = (container: Fields): readonly string[] => [
	...textsIn(container["entryPoint"]),
	...textsIn(container["command"]),
	...textsIn(fieldsIn(container["healthCheck"])["command"]),
	...textsIn([container["workingDirectory"]]),
];
