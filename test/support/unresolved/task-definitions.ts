import fc from "fast-check";
import type { ContainerFacts, Facts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { aContainer, aTaskDefinition } from "../builders.ts";
import { environment } from "./environments.ts";
import { image, imageRepository, namedImage, registryImage } from "./images.ts";
import { mounts, rootWriters, smallTmpfs, targets, tmpfs } from "./mounts.ts";
import {
	anyOf,
	itself,
	known,
	listOf,
	orOpen,
	type Slots,
	setTo,
	tags,
	textList,
	textOf,
	together,
	unresolvedAs,
} from "./slots.ts";

const from = fc.constantFrom;

/** By the names of the facts; those of a container begin with a dot, and `.*` is several of them. */
export type Positions = Readonly<Record<string, Slots>>;

/** A task definition with one or two containers that have these parts. */
export function aTask(positions: Positions): Slots<Facts> {
	const isOfContainer = ([name]: readonly [string, unknown]) => name.startsWith(".");
	const all = Object.entries(positions);
	const container = together(
		Object.fromEntries(all.filter(isOfContainer).map(([name, slots]) => [name.slice(1), slots])),
		({ "*": several, ...facts }: Partial<ContainerFacts> & { "*"?: Partial<ContainerFacts> }) =>
			aContainer({ ...facts, ...several }),
	);
	const containers = listOf(container, { minLength: 1, maxLength: 2 }).map(({ written, fillings }) => ({
		written: withNames(written as readonly ContainerFacts[]),
		fillings: fillings.map(withNames),
	}));
	const task = Object.fromEntries(all.filter((one) => !isOfContainer(one)));
	return together({ containers, ...task }, aTaskLike)
		.filter(({ written }) => isValid(written))
		.map(({ written, fillings }) => ({ written, fillings: fillings.filter(isValid) }));
}

const withNames = (containers: readonly ContainerFacts[]): readonly ContainerFacts[] =>
	containers.map((one, index) => ({ ...one, name: ["app", "agent"][index] ?? "" }));

/** In Docker only containers have a limit. */
const aTaskLike = ({
	"*": several,
	...more
}: Partial<TaskDefinitionFacts> & { "*"?: Partial<TaskDefinitionFacts> }) => {
	const facts = { ...more, ...several };
	return aTaskDefinition(facts.engine === "docker" ? { ...facts, memoryMiB: null } : facts);
};

/** Of a task on Fargate, in MiB (Amazon ECS task size). */
const maxFargate = 122_880;

/** A container's limit is not above the task's. */
function isValid(facts: unknown): boolean {
	const { compatibilities, memoryMiB, containers } = facts as TaskDefinitionFacts;
	const largest = compatibilities.includes("FARGATE") ? maxFargate : Number.POSITIVE_INFINITY;
	const most = typeof memoryMiB === "number" ? memoryMiB : largest;
	return isUnresolved(containers) || containers.every(({ memoryMiB: own }) => typeof own !== "number" || own <= most);
}

const engine = known(from("ecs" as const, "docker" as const));
const [ecs, docker] = [known(from("ecs" as const)), known(from("docker" as const))];
const operatingSystem = anyOf(from("linux" as const, "windows" as const));
const flag = anyOf(from(true, false, null));

const limits = from(null, 4, 256, 512, 1024, 4_096, 65_536, 122_880, 1_000_000);
const limit = fc.oneof(anyOf(limits), setTo(limits.filter((mib) => mib !== null)));
/** Not so small that every tmpfs is too large for it. */
const ownLimit = fc.oneof(
	known(limits.filter((mib) => mib !== 4)),
	fc.constantFrom(
		unresolvedAs(limits),
		unresolvedAs(
			limits.filter((mib) => mib !== null),
			{ isSet: true },
		),
	),
);
/** An unknown limit may be 0, which is none. */
const dockerLimit = anyOf(from(null, 64, 512, 65_536));
/** On Fargate it is required. */
const taskSize = (ofEc2: Slots) =>
	fc.oneof(
		together({ compatibilities: known(fc.constantFrom<readonly string[]>([], ["EC2"])), memoryMiB: ofEc2 }, itself),
		together(
			{
				compatibilities: known(fc.constantFrom<readonly string[]>(["FARGATE"], ["EC2", "FARGATE"])),
				memoryMiB: anyOf(from(512, 1024, maxFargate)),
			},
			itself,
		),
	);

const mode = (...values: readonly (string | null)[]): Slots =>
	fc.oneof(
		anyOf(from(...values)),
		textOf(
			[
				["service:", null],
				["ho", null],
				[null, "t"],
			],
			from("st", "x", "hos"),
		),
	);

const encryption = fc.oneof(known(fc.constant(undefined)), anyOf(from("ENABLED", "DISABLED", null)));
const volume = together({ name: known(from("a", "b")), encryption }, (one: { name: string; encryption: unknown }) =>
	one.encryption === undefined ? { name: one.name } : { name: one.name, efsTransitEncryption: one.encryption },
);

const addable = from("NET_RAW", "SYS_TIME", "SYS_ADMIN");
const capabilities = orOpen(
	together(
		{
			add: fc.oneof(anyOf(from([], ["NET_RAW"], ["SYS_TIME"])), textList(addable)),
			drop: fc.oneof(anyOf(from([], ["ALL"])), textList(addable)),
		},
		itself,
	),
);

const user = fc.oneof(
	anyOf(from(null, "", "root", "0", "1000", "app:0", "ContainerUser", "ContainerAdministrator", "0:1000")),
	textOf(
		[
			["1000:", null],
			["0:", null],
			["app-", null],
			["ro", null],
			["+0", null],
			["a\\Container", null],
			[null, "1"],
			[null],
		],
		from("ot", "0", "1000", "User", "Administrator", "root", ":1", "root:", "a\\ContainerAdministrator", "x"),
	),
	textOf(
		[
			[null, "\\ContainerUser"],
			[null, "\\ContainerAdministrator"],
		],
		from("root:0", "0:", "a"),
	),
);
const logDriver = fc.oneof(
	anyOf(from(null, "none", "awslogs")),
	textOf(
		[
			["aws", null],
			["no", null],
			[null, "logs"],
		],
		from("logs", "ne", "aws"),
	),
);

/** The parts of a task definition on which each control depends. */
export const taskDefinitionPositions: Readonly<Record<string, Positions | readonly Positions[]>> = {
	"task-definition/capabilities": { engine, operatingSystem, ".capabilities": capabilities },
	"task-definition/efs-in-transit-encryption": { volumes: orOpen(listOf(volume)) },
	"task-definition/host-paths": { engine, ".mounts": mounts },
	"task-definition/image-pinned": {
		engine,
		".*": fc.oneof(
			together({ image, imageRepository: known(from({ unread: "another registry" })) }, itself),
			// Of an image whose repository was read, the path is known.
			together({ image: namedImage, imageRepository }, itself),
		),
	},
	"task-definition/image-vulnerabilities": { engine, ".registryImage": registryImage },
	"task-definition/logging": { engine, ".logDriver": logDriver },
	"task-definition/memory-limit": [
		{ engine: ecs, "*": taskSize(limit), ".memoryMiB": limit, ".memoryReservationMiB": limit },
		{ engine: docker, ".memoryMiB": dockerLimit, ".memoryReservationMiB": dockerLimit },
	],
	"task-definition/no-host-namespaces": {
		engine,
		pidMode: mode("host", "task", null),
		ipcMode: mode("host", "none", null),
		networkMode: mode("host", "awsvpc", null),
	},
	"task-definition/no-plaintext-secrets": { engine, ".environment": environment },
	"task-definition/non-root-user": { engine, operatingSystem, ".user": user },
	"task-definition/not-privileged": { engine, ".privileged": flag },
	"task-definition/read-only-mounts": { engine, ".mounts": mounts },
	"task-definition/read-only-root": { engine, operatingSystem, ".readonlyRootFilesystem": flag },
	"task-definition/required-tags": { engine, tags },
	"task-definition/tmpfs-options": { engine, ".tmpfs": tmpfs },
	"task-definition/tmpfs-size": [
		{
			engine: ecs,
			"*": taskSize(ownLimit),
			".memoryMiB": ownLimit,
			".memoryReservationMiB": limit,
			".tmpfs": smallTmpfs,
		},
		{ engine: docker, ".memoryMiB": dockerLimit, ".memoryReservationMiB": dockerLimit, ".tmpfs": smallTmpfs },
	],
	"task-definition/tmpfs-supported": {
		engine,
		operatingSystem,
		platformVersions: anyOf(fc.constantFrom<readonly string[]>([], ["1.3.0"], ["1.4.0"], ["LATEST"])),
		".tmpfs": smallTmpfs,
	},
	"task-definition/tmpfs-target": { engine, operatingSystem, ".tmpfs": targets, ".mounts": mounts },
	"task-definition/trusted-registry": { engine, ".image": image },
	"task-definition/writable-paths": { engine, operatingSystem, ".readonlyRootFilesystem": flag, ".*": rootWriters },
};
