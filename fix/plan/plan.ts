import tmpfsOptions from "../../controls/task-definition/tmpfs-options.ts";
import tmpfsSize from "../../controls/task-definition/tmpfs-size.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { type PolicyControls, settingsOf } from "../../core/policy.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { normalizePath } from "../../domain/containers/mount-paths.ts";
import { startEffects } from "../start-command/start-command.ts";
import { configurationMounts } from "./configuration-mounts.ts";
import { type Wishes, wishesOf } from "./container-needs.ts";
import { optionsLacking, optionsOfNew } from "./tmpfs-option-fixes.ts";
import { fitted, leastOf, roomsFor, type SizeWish, sizeWished } from "./tmpfs-sizes.ts";
import { type PlanNote, type Topic, topics } from "./topics.ts";

/** A change to a container, in the words of the ECS API; positions in lists count from 0. */
export type Mend =
	| { readonly kind: "read-only-root" }
	| { readonly kind: "add-tmpfs"; readonly path: string; readonly sizeMiB: number; readonly options: readonly string[] }
	| { readonly kind: "tmpfs-size"; readonly index: number; readonly sizeMiB: number }
	| { readonly kind: "tmpfs-options"; readonly index: number; readonly missing: readonly string[] }
	| { readonly kind: "read-only-mount"; readonly index: number };

export const topicOf: Readonly<Record<Mend["kind"], Topic>> = {
	"read-only-root": "root",
	"add-tmpfs": "root",
	"tmpfs-size": "sizes",
	"tmpfs-options": "options",
	"read-only-mount": "mounts",
};

export interface ContainerPlan {
	readonly container: string;
	readonly mends: readonly Mend[];
	readonly notes: readonly PlanNote[];
}

export interface PlanSettings {
	readonly controls: PolicyControls;
	/** Whether the options of a container's tmpfs mounts are waived. */
	readonly hasFreeOptions: (container: string) => boolean;
}

/**
 * What makes the containers of a Linux task definition pass without breaking them; nothing that would be a guess. `startWords`:
 * the words that each container starts with, in their order; none where its image decides.
 */
export function planOf(
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
	startWords: readonly Value<readonly string[]>[] = [],
): readonly ContainerPlan[] {
	const { containers, operatingSystem } = facts;
	if (isUnresolved(containers)) return [];
	if (operatingSystem !== "linux") {
		const text = isUnresolved(operatingSystem)
			? `its operating system is ${formatUnknown(operatingSystem)}`
			: "it runs on Windows, and only Linux containers are mended";
		return containers.map(({ name }) => ({ container: name, mends: [], notes: notesOn(topics, [text]) }));
	}
	const wishesAt = (index: number, container: ContainerFacts): Wishes => {
		const words = startWords[index] ?? [];
		return wishesOf(container, facts, isUnresolved(words) ? words : startEffects(words));
	};
	const wishes = containers.map((container, index) => wishesAt(index, container));
	const needs = wishes.map(({ paths, unsized }) => paths.length + unsized.length > 0);
	const rooms = roomsFor(facts, containers, needs, settingsOf(settings.controls, tmpfsSize).warn);
	return containers.map((container, index) => {
		const wish = wishes[index] ?? wishesAt(index, container);
		const parts = [
			sizedPart(wish, container, rooms[index] ?? 0, facts, settings),
			optionPart(container, facts, settings),
			mountPart(container, facts),
		];
		const mends = parts.flatMap((part) => part.mends);
		return { container: container.name, mends: inOrder(mends), notes: parts.flatMap((part) => part.notes) };
	});
}

type Part = Omit<ContainerPlan, "container">;

const notesOn = (about: readonly Topic[], texts: readonly string[]): readonly PlanNote[] =>
	about.flatMap((topic) => texts.map((text) => ({ topic, text })));

/** What changes a tmpfs that is there comes before new ones: positions stay right. */
const inOrder = (mends: readonly Mend[]): readonly Mend[] => [
	...mends.filter(({ kind }) => kind !== "add-tmpfs"),
	...mends.filter(({ kind }) => kind === "add-tmpfs"),
];

/** What takes memory: the root with its new tmpfs mounts, and those that have no size yet. */
function sizedPart(
	wishes: Wishes,
	container: ContainerFacts,
	room: number,
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
): Part {
	const { root, paths, unsized } = wishes;
	const tmpfs = isUnresolved(container.tmpfs) ? [] : container.tmpfs;
	const wished = [...unsized.map((index) => wishAt(tmpfs[index]?.path)), ...paths.map(sizeWished)];
	const sizes = fitted(wished, room);
	const about: readonly Topic[] = [
		...(root || paths.length > 0 ? ["root" as const] : []),
		...(unsized.length > 0 ? ["sizes" as const] : []),
	];
	const first = notesOn(["root"], wishes.notes);
	if (sizes === null) {
		// What is to be tried once it is mended says nothing yet.
		const others = root || paths.length > 0 ? [] : first;
		const text = `${leaving(room)}, what is wanted takes ${leastOf(wished)} at least: raise it first`;
		return { mends: [], notes: [...others, ...notesOn(about, [text])] };
	}
	const options = optionsOfNew(facts.engine, requiredIn(settings), askedOf(container, settings));
	const isBarred = wishes.unpacks && (facts.engine === "ecs" ? options.includes("noexec") : !options.includes("exec"));
	const isCut = sizes.some((size, index) => size < (wished[index]?.usual ?? 0));
	const later = [
		...(isCut ? [`${leaving(room)}: they are smaller than usual, see that they are large enough`] : []),
		...(wished.length === 0 ? [] : openLimit(container, facts)),
	];
	const notes = [
		...first,
		...[...notesOn(["root"], isBarred ? [nativeCode] : []), ...notesOn(about, later)].map(
			(note) => ({ ...note, isAboutMend: true }) as const,
		),
	];
	return {
		mends: [
			...(root ? [{ kind: "read-only-root" } as const] : []),
			...unsized.map((index, at) => ({ kind: "tmpfs-size", index, sizeMiB: sizes[at] ?? 1 }) as const),
			...paths.map((path, at) => {
				return { kind: "add-tmpfs", path, sizeMiB: sizes[unsized.length + at] ?? 1, options } as const;
			}),
		],
		notes,
	};
}

const nativeCode = `Java libraries that unpack native code into /tmp (JNA, Netty, Snappy) need exec there: unpack it in the image, or waive ${tmpfsOptions.id}`;

const wishAt = (path: unknown): SizeWish => sizeWished(typeof path === "string" ? normalizePath(path) : "");

const leaving = (room: number): string => `its memory leaves ${Math.floor(room)} MiB for tmpfs mounts`;

function openLimit({ memoryMiB: own }: ContainerFacts, { memoryMiB: task }: TaskDefinitionFacts): readonly string[] {
	const limit = own === null ? task : own;
	return isUnresolved(limit)
		? [`its memory limit is ${formatUnknown(limit)}: see that the tmpfs mounts fit into it`]
		: [];
}

function optionPart(container: ContainerFacts, facts: TaskDefinitionFacts, settings: PlanSettings): Part {
	const { missing, notes } = optionsLacking(container, facts, requiredIn(settings));
	return { mends: missing.map((one) => ({ kind: "tmpfs-options", ...one })), notes: notesOn(["options"], notes) };
}

function mountPart(container: ContainerFacts, facts: TaskDefinitionFacts): Part {
	const { readOnly, notes } = configurationMounts(container, facts);
	return { mends: readOnly.map((index) => ({ kind: "read-only-mount", index })), notes };
}

const requiredIn = ({ controls }: PlanSettings): readonly string[] => settingsOf(controls, tmpfsOptions).required;

function askedOf({ name }: ContainerFacts, { controls, hasFreeOptions }: PlanSettings): "asked" | "waived" | "off" {
	if (!settingsOf(controls, tmpfsOptions).enabled) return "off";
	return hasFreeOptions(name) ? "waived" : "asked";
}
