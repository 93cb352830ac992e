import { type Fields, fieldsIn, itemsIn, textIn, textsIn } from "../json.ts";

/** In a command a small letter before `:/` may be something else, such as sed's `s:/old:/new:`. */
const driveInText = /(?:^|[\s"'=])(?:[A-Za-z]:\\|[A-Z]:\/)/;
const drivePath = /^[A-Za-z]:[\\/]/;
/** `\\.\pipe\name`, with slashes of either kind. */
const namedPipe = /[\\/]{2}\.[\\/]pipe[\\/]/i;
const credentialSpec = /^credentialspec/i;

/**
 * The operating system of a definition. Without a runtimePlatform it is Linux (ECS's default) on Fargate; elsewhere a
 * credential spec, a drive letter or a named pipe says Windows, unless something that only Linux containers have says otherwise:
 * Linux containers may have credential specs too.
 */
export function operatingSystemOf(definition: Fields): "linux" | "windows" {
	const family = textIn(fieldsIn(definition["runtimePlatform"])["operatingSystemFamily"]);
	if (family !== null) return family.toUpperCase().startsWith("WINDOWS") ? "windows" : "linux";
	if (textsIn(definition["requiresCompatibilities"]).includes("FARGATE")) return "linux";
	const containers = itemsIn(definition["containerDefinitions"]).map(fieldsIn);
	const volumes = itemsIn(definition["volumes"]).map(fieldsIn);
	const paths = [...containers.flatMap(mountedPathsOf), ...volumes.flatMap(hostPathOf)];
	const texts = [...paths, ...containers.flatMap(commandOf)];
	const isLinux = paths.some(isLinuxPath) || containers.some(hasLinuxParameters);
	const isWindows =
		containers.some(hasCredentialSpec) ||
		paths.some((path) => drivePath.test(path)) ||
		texts.some((text) => driveInText.test(text) || namedPipe.test(text));
	return isWindows && !isLinux ? "windows" : "linux";
}

const isLinuxPath = (path: string): boolean => path.startsWith("/") && !namedPipe.test(path);

const hasLinuxParameters = (container: Fields): boolean => isSaid(fieldsIn(container["linuxParameters"]));

/** Tools write out what nobody set: as null, false, or a list or an object with nothing in it. */
const isSaid = (value: unknown): boolean =>
	typeof value === "object" && value !== null ? Object.values(value).some(isSaid) : (value ?? false) !== false;

const hasCredentialSpec = (container: Fields): boolean =>
	[...textsIn(container["dockerSecurityOptions"]), ...textsIn(container["credentialSpecs"])].some((option) =>
		credentialSpec.test(option),
	);

const mountedPathsOf = (container: Fields): readonly string[] =>
	itemsIn(container["mountPoints"]).flatMap((point) => textIn(fieldsIn(point)["containerPath"]) ?? []);

const hostPathOf = (volume: Fields): string | readonly string[] => textIn(fieldsIn(volume["host"])["sourcePath"]) ?? [];

const commandOf = (container: Fields): readonly string[] => [
	...textsIn(container["entryPoint"]),
	...textsIn(container["command"]),
	...textsIn(fieldsIn(container["healthCheck"])["command"]),
	...textsIn([container["workingDirectory"]]),
];
