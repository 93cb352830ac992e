import type { ContainerFacts, MountFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { emptyText } from "../../core/partial-text.ts";
import type { Value } from "../../core/reading.ts";
import { isRoot } from "../../domain/containers/user.ts";
import { notQueried } from "../../domain/images/not-queried.ts";
import { isWindowsImage } from "../../domain/images/windows-image.ts";
import {
	type Attribute,
	attributeAt,
	firstWithValue,
	limitAt,
	textAt,
	textsAt,
	unresolved,
	userAt,
} from "./attributes.ts";
import type { Environment } from "./environment.ts";
import { isMissing, type Layers, layersOfKey, missingIn, partsOf, topLayer } from "./layers.ts";
import type { Entry } from "./mounts.ts";
import { booleanOf, fieldOf, type Part } from "./part.ts";
import type { FieldParts } from "./positions.ts";
import { privilegedAt } from "./privileged.ts";
import type { Service } from "./project.ts";
import type { ServiceKey } from "./service-keys.ts";
import { isWindowsPath } from "./volume-text.ts";

/** The facts of one service, and the parts of the file that set them. */
export interface ServiceFacts {
	readonly container: ContainerFacts;
	readonly task: Pick<TaskDefinitionFacts, "operatingSystem" | "pidMode" | "ipcMode" | "networkMode">;
	readonly fieldParts: FieldParts;
}

/** The mounts of a service, including inherited ones. */
export interface AllMounts {
	readonly tmpfs: readonly Entry<TmpfsFacts>[];
	readonly mounts: readonly Entry<MountFacts>[];
}

/** A Compose service as a container. */
export function serviceFacts({ name, layers }: Service, all: AllMounts, environment: Environment): ServiceFacts {
	const attributes = attributesOf(layers);
	const mounts = all.mounts.map(({ fact }) => fact);
	return {
		container: {
			name,
			image: attributes.image.value,
			imageRepository: notQueried,
			registryImage: notQueried,
			readonlyRootFilesystem: attributes.readonlyRootFilesystem.value,
			privileged: attributes.privileged.value,
			user: attributes.user.value,
			capabilities: { add: textsAt(layers, "cap_add"), drop: textsAt(layers, "cap_drop") },
			environment: environment.entries.map(({ fact }) => fact),
			logDriver: attributes.logConfiguration.value,
			memoryMiB: attributes.memory.value,
			memoryReservationMiB: attributes.memoryReservation.value,
			tmpfs: all.tmpfs.map(({ fact }) => fact),
			mounts,
		},
		task: {
			operatingSystem: operatingSystemOf(layers, mounts),
			pidMode: attributes.pidMode.value,
			ipcMode: attributes.ipcMode.value,
			networkMode: attributes.networkMode.value,
		},
		fieldParts: [
			...Object.entries(attributes).map(([field, { part }]) => [field, part] as const),
			...partsOfKeys(layers, attributes.logConfiguration.part),
			...partsOfList("linuxParameters.tmpfs", all.tmpfs, partAt(layers, "tmpfs")),
			...partsOfList("mountPoints", all.mounts, partAt(layers, "volumes")),
			...partsOfList("environment", environment.entries, partAt(layers, "environment")),
			...partsOfSizes(all.tmpfs),
		],
	};
}

/** The attributes that have one value, by their names in the ECS API; `net` and `log_driver` are of version 1 of the format. */
function attributesOf(layers: Layers) {
	const reserved = limitAt(layers, "deploy", "resources", "reservations", "memory");
	return {
		image: imageAt(layers),
		readonlyRootFilesystem: attributeAt(layers, ["read_only"], booleanOf),
		privileged: privilegedAt(layers),
		user: userAt(layers),
		logConfiguration: firstWithValue(textAt(layers, "logging", "driver"), textAt(layers, "log_driver")),
		memory: firstWithValue(limitAt(layers, "deploy", "resources", "limits", "memory"), limitAt(layers, "mem_limit")),
		memoryReservation: firstWithValue(reserved, limitAt(layers, "mem_reservation")),
		pidMode: textAt(layers, "pid"),
		ipcMode: textAt(layers, "ipc"),
		networkMode: firstWithValue(textAt(layers, "network_mode"), textAt(layers, "net")),
	};
}

/** Where `!reset` removes an image, and nothing else says what the service runs, that is as unknown as the rest. */
function imageAt(layers: Layers): Attribute<string> {
	const found = textAt(layers, "image");
	const [layer] = missingIn(layers);
	const isRemoved = found.value === null && partsOf(layersOfKey(layers, "build")).length === 0;
	return isRemoved && layer !== undefined ? { ...found, value: unresolved(layer.missing) } : found;
}

/** The parts of keys that contain more than one value. */
const partsOfKeys = (layers: Layers, driver: Part | null): FieldParts => [
	["logConfiguration", driver ?? partAt(layers, "logging")],
	["linuxParameters.capabilities", partAt(layers, "cap_add") ?? partAt(layers, "cap_drop")],
	["linuxParameters.capabilities.add", partAt(layers, "cap_add")],
	["linuxParameters.capabilities.drop", partAt(layers, "cap_drop")],
	["runtimePlatform.operatingSystemFamily", partAt(layers, "platform")],
	["volumes", partAt(layers, "volumes")],
];

const isLinux = (layers: Layers): boolean => {
	const { value: user } = userAt(layers);
	const isLinuxUser = typeof user === "string" && (isRoot(user) || /^\+?\d/.test(user));
	return isLinuxUser || (["cap_add", "cap_drop"] as const).some((key) => partAt(layers, key) !== null);
};

/** A file names an image; what its registry contains is unknown. */

/** The part of a key, whatever its value. */
function partAt(layers: Layers, key: ServiceKey): Part | null {
	const top = topLayer(layersOfKey(layers, key));
	return top === null || isMissing(top) ? null : top;
}

const partsOfList = (field: string, entries: readonly Entry<unknown>[], whole: Part | null): FieldParts => [
	[field, whole ?? entries.find(({ part }) => part !== null)?.part ?? null],
	...entries.map(({ part }, index) => [`${field}.${index}`, part] as const),
];

/** The long form of a tmpfs has its size in a separate field. */
const partsOfSizes = (tmpfs: readonly Entry<TmpfsFacts>[]): FieldParts =>
	tmpfs.map(({ part }, index) => {
		const options = part === null ? null : fieldOf(part, "tmpfs");
		return [`linuxParameters.tmpfs.${index}.size`, options === null ? null : fieldOf(options, "size")] as const;
	});

/**
 * Windows is recognized by its images, by isolation, and by mount paths with a drive letter. If the platform may be in a file that could not
 * be read, what only Linux has decides: capabilities, and a user who is root or a number.
 */
function operatingSystemOf(layers: Layers, mounts: readonly MountFacts[]): Value<"linux" | "windows"> {
	const platform = textAt(layers, "platform").value;
	if (typeof platform === "string") return platform.startsWith("windows") ? "windows" : "linux";
	if (platform !== null)
		return partAt(layers, "platform") === null && isLinux(layers) ? "linux" : unresolved(platform.unresolved);
	const isolation = textAt(layers, "isolation").value;
	const image = textAt(layers, "image").value;
	const isWindows =
		isWindowsImage(typeof image === "string" ? image : (image?.text ?? emptyText)) ||
		isolation === "hyperv" ||
		isolation === "process" ||
		partAt(layers, "credential_spec") !== null ||
		mounts.some(({ path }) => typeof path === "string" && isWindowsPath(path));
	return isWindows ? "windows" : "linux";
}
