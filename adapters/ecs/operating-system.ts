import { type Fields, fieldsIn, itemsIn, textIn, textsIn } from "../json.ts";

const drivePath = /(?:^|[\s"'=])[A-Za-z]:\\/;
const credentialSpec = /^credentialspec/i;

/**
 * The operating system of a definition. Without a runtimePlatform it is Linux (ECS's default) on Fargate; elsewhere a
 * credential spec or a drive letter says Windows, unless something that only Linux containers have says otherwise:
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
	const isLinux = paths.some((path) => path.startsWith("/")) || containers.some(hasLinuxParameters);
	const isWindows = containers.some(hasCredentialSpec) || texts.some((text) => drivePath.test(text));
	return isWindows && !isLinux ? "windows" : "linux";
}

const hasLinuxParameters = (container: Fields): boolean =>
	Object.values(fieldsIn(container["linuxParameters"])).some(isSaid);

const isSaid = (value: unknown): boolean =>
	value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

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
	...textsIn([container["workingDirectory"]]),
];
