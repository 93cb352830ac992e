import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import type { PartialText } from "../../core/partial-text.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { formatPath, nameMount, pointAt } from "./mount-names.ts";
import { isNonEmpty, type Problem } from "./problems.ts";
import { hasSensitiveFolder, hasSensitiveWord, isSensitiveName, isSensitivePath } from "./sensitive-names.ts";
import { findPossibleWriter, otherWritersOf, volumeKeyOf, type Writer, type Writers } from "./volume-writers.ts";

/** Mounts that a container should not be able to write to. */
export interface UnneededWriteAccess {
	readonly problems: readonly Problem[];
	/** Why there may be more problems; null when everything relevant is known. */
	readonly unknownReason: string | null;
}

export function checkUnneededWriteAccess(
	container: ContainerFacts,
	writers: Writers,
	engine: TaskDefinitionFacts["engine"],
): UnneededWriteAccess {
	const { mounts } = container;
	if (isUnresolved(mounts)) return { problems: [], unknownReason: `its mounts are ${formatUnknown(mounts)}` };
	const [unknownReason = null] = mounts.flatMap((mount) => unknownReasonOf(mount, container, writers) ?? []);
	return {
		problems: mounts.flatMap((mount, index) =>
			mount.readOnly === false
				? [
						...sensitiveMountProblems(mount, index, container.name, engine),
						...sharedVolumeProblems(mount, index, container, writers, engine),
					]
				: [],
		),
		unknownReason,
	};
}

export const isSensitive = ({ path, volume }: MountFacts): boolean =>
	isSensitiveText(path, isSensitivePath, hasSensitiveFolder) ||
	isSensitiveText(volume, isSensitiveName, hasSensitiveWord);

/** `whatever`: the same of a partly known text, whatever its unknown parts are. */
function isSensitiveText(
	value: Value<string | null>,
	known: (text: string) => boolean,
	whatever: (text: PartialText) => boolean,
): boolean {
	if (isUnresolved(value)) return value.text !== undefined && whatever(value.text);
	return value !== null && known(value);
}

function sensitiveMountProblems(
	mount: MountFacts,
	index: number,
	name: string,
	engine: "ecs" | "docker",
): readonly Problem[] {
	if (!isSensitive(mount)) return [];
	const { path, volume } = mount;
	const named = typeof volume === "string" ? ` (volume ${formatForDisplay(volume)})` : "";
	return [
		{
			severity: "LOW",
			message: `container ${name}: ${nameMount("mount", path)}${named} is writable, and its name suggests configuration, certificates or secrets`,
			remediation: `Write ${readOnlySetting(engine)} on ${pointAt("mount", path)}.`,
			field: `mountPoints.${index}`,
		},
	];
}

function sharedVolumeProblems(
	mount: MountFacts,
	index: number,
	container: ContainerFacts,
	writers: Writers,
	engine: "ecs" | "docker",
): readonly Problem[] {
	const others = otherWritersOf(mount, container, writers).filter(({ writable }) => writable === true);
	if (!isNonEmpty(others)) return [];
	const names = formatList([...new Set(others.map((other) => formatForDisplay(other.container.name)))]);
	const what = formatForDisplay(volumeKeyOf(others[0].mount) ?? "a volume");
	return [
		{
			severity: "LOW",
			message: `container ${container.name}: ${what}, mounted at ${formatPath(mount.path)}, is also writable in ${names}`,
			remediation: `Let only one container write to ${what} and write ${readOnlySetting(engine)} in the others, or give each container its own volume.`,
			field: `mountPoints.${index}`,
		},
	];
}

const readOnlySetting = (engine: "ecs" | "docker"): string => (engine === "ecs" ? '"readOnly": true' : ":ro");

/** Why it cannot be decided whether a mount should be read-only; null when it can. */
function unknownReasonOf(mount: MountFacts, container: ContainerFacts, writers: Writers): string | null {
	const { path, readOnly } = mount;
	if (readOnly === true) return null;
	const otherWriters = otherWritersOf(mount, container, writers);
	const unknowns = [...unknownNames(mount), ...unknownSharing(mount, otherWriters, container, writers)];
	if (!isUnresolved(readOnly)) return unknowns[0] ?? null;
	const matters = isSensitive(mount) || otherWriters.length > 0 || unknowns.length > 0;
	return matters ? `whether ${nameMount("mount", path, readOnly)} is read-only is ${formatUnknown(readOnly)}` : null;
}

const unknownNames = ({ path, volume }: MountFacts): readonly string[] => [
	...(isUnresolved(path) ? [`the path of a writable mount is ${formatUnknown(path)}`] : []),
	...(isUnresolved(volume) ? [`the volume of ${nameMount("mount", path, volume)} is ${formatUnknown(volume)}`] : []),
];

function unknownSharing(
	mount: MountFacts,
	otherWriters: readonly Writer[],
	container: ContainerFacts,
	writers: Writers,
): readonly string[] {
	const { path, volume, hostPath } = mount;
	if (volume === null && hostPath === null) return [];
	const at = formatPath(path);
	const uncertain = otherWriters.flatMap(({ container: other, writable }) =>
		isUnresolved(writable)
			? [
					`whether container ${formatForDisplay(other.name)} can also write to what is mounted at ${at} is ${formatUnknown(writable)}`,
				]
			: [],
	);
	const others = writers.unread.map(({ container: { name }, mounts }) => {
		return `the mounts of container ${formatForDisplay(name)} are ${formatUnknown(mounts)}`;
	});
	const possible = findPossibleWriter(mount, container, writers);
	if (possible === null) return [...uncertain, ...others];
	if (volume === null && isUnresolved(hostPath))
		return [
			...uncertain,
			...others,
			`the host path of ${nameMount("mount", path, hostPath)} is ${formatUnknown(hostPath)}`,
		];
	const { name } = possible.container;
	const [why] = [hostPath, volume, possible.mount.hostPath, possible.mount.volume].filter(isUnresolved);
	const doubt =
		`whether container ${formatForDisplay(name)} can also write to what is mounted at ${at} is ` +
		formatUnknown(why ?? { unresolved: "it mounts something unknown" });
	return [...uncertain, ...others, doubt];
}
