import type { ContainerFacts, MountFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { emptyText } from "../../core/partial-text.ts";
import type { Value } from "../../core/reading.ts";
import { isWindowsImage } from "../../domain/images/windows-image.ts";
import { attribute, eitherOf, limitAt, textAt, textsAt, unresolved, userAt } from "./attributes.ts";
import type { Environment } from "./environment.ts";
import { below, isMissing, type Layers, topOf } from "./layers.ts";
import type { Entry } from "./mounts.ts";
import { booleanOf, fieldOf, type Part } from "./part.ts";
import type { Places } from "./places.ts";
import { privilegedAt } from "./privileged.ts";
import type { Service } from "./project.ts";
import { isWindowsPath } from "./volume-text.ts";

/** What is said of one service, and where. */
export interface ServiceFacts {
	readonly container: ContainerFacts;
	readonly task: Pick<TaskDefinitionFacts, "operatingSystem" | "pidMode" | "ipcMode" | "networkMode">;
	readonly places: Places;
}

/** What a service mounts, with what it takes over. */
export interface AllMounts {
	readonly tmpfs: readonly Entry<TmpfsFacts>[];
	readonly mounts: readonly Entry<MountFacts>[];
}

/** A Compose service as a container. */
export function serviceFacts({ name, layers }: Service, all: AllMounts, environment: Environment): ServiceFacts {
	const said = attributesOf(layers);
	const mounts = all.mounts.map(({ fact }) => fact);
	return {
		container: {
			name,
			image: said.image.value,
			imageRepository: notAsked,
			registryImage: notAsked,
			readonlyRootFilesystem: said.readonlyRootFilesystem.value,
			privileged: said.privileged.value,
			user: said.user.value,
			capabilities: { add: textsAt(layers, "cap_add"), drop: textsAt(layers, "cap_drop") },
			environment: environment.entries.map(({ fact }) => fact),
			logDriver: said.logConfiguration.value,
			memoryMiB: said.memory.value,
			memoryReservationMiB: said.memoryReservation.value,
			tmpfs: all.tmpfs.map(({ fact }) => fact),
			mounts,
		},
		task: {
			operatingSystem: operatingSystemOf(layers, mounts),
			pidMode: said.pidMode.value,
			ipcMode: said.ipcMode.value,
			networkMode: said.networkMode.value,
		},
		places: [
			...Object.entries(said).map(([field, { part }]) => [field, part] as const),
			...keyPlaces(layers, said.logConfiguration.part),
			...listPlaces("linuxParameters.tmpfs", all.tmpfs, partAt(layers, "tmpfs")),
			...listPlaces("mountPoints", all.mounts, partAt(layers, "volumes")),
			...listPlaces("environment", environment.entries, partAt(layers, "environment")),
			...sizePlaces(all.tmpfs),
		],
	};
}

/** The attributes that have one value, by their names in the ECS API; `net` and `log_driver` are of version 1 of the format. */
function attributesOf(layers: Layers) {
	const reserved = limitAt(layers, "deploy", "resources", "reservations", "memory");
	return {
		image: textAt(layers, "image"),
		readonlyRootFilesystem: attribute(layers, ["read_only"], booleanOf),
		privileged: privilegedAt(layers),
		user: userAt(layers),
		logConfiguration: eitherOf(textAt(layers, "logging", "driver"), textAt(layers, "log_driver")),
		memory: eitherOf(limitAt(layers, "deploy", "resources", "limits", "memory"), limitAt(layers, "mem_limit")),
		memoryReservation: eitherOf(reserved, limitAt(layers, "mem_reservation")),
		pidMode: textAt(layers, "pid"),
		ipcMode: textAt(layers, "ipc"),
		networkMode: eitherOf(textAt(layers, "network_mode"), textAt(layers, "net")),
	};
}

/** Where the keys stand that hold more than one value. */
const keyPlaces = (layers: Layers, driver: Part | null): Places => [
	["logConfiguration", driver ?? partAt(layers, "logging")],
	["linuxParameters.capabilities", partAt(layers, "cap_add") ?? partAt(layers, "cap_drop")],
	["linuxParameters.capabilities.add", partAt(layers, "cap_add")],
	["linuxParameters.capabilities.drop", partAt(layers, "cap_drop")],
	["runtimePlatform.operatingSystemFamily", partAt(layers, "platform")],
	["volumes", partAt(layers, "volumes")],
];

/** A file says what an image is called, not what its registry holds. */
const notAsked = { unread: "its registry was not queried" } as const;

/** Where a key stands, whatever it holds. */
function partAt(layers: Layers, key: string): Part | null {
	const top = topOf(below(layers, key));
	return top === null || isMissing(top) ? null : top;
}

const listPlaces = (field: string, entries: readonly Entry<unknown>[], whole: Part | null): Places => [
	[field, whole ?? entries.find(({ part }) => part !== null)?.part ?? null],
	...entries.map(({ part }, index) => [`${field}.${index}`, part] as const),
];

/** The long form of a tmpfs has its size at a place of its own. */
const sizePlaces = (tmpfs: readonly Entry<TmpfsFacts>[]): Places =>
	tmpfs.map(({ part }, index) => {
		const options = part === null ? null : fieldOf(part, "tmpfs");
		return [`linuxParameters.tmpfs.${index}.size`, options === null ? null : fieldOf(options, "size")] as const;
	});

/** Some images and isolation are Windows' own; a path with a drive letter can only be in a Windows container. */
function operatingSystemOf(layers: Layers, mounts: readonly MountFacts[]): Value<"linux" | "windows"> {
	const platform = textAt(layers, "platform").value;
	if (typeof platform === "string") return platform.startsWith("windows") ? "windows" : "linux";
	if (platform !== null) return unresolved(platform.unresolved);
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
