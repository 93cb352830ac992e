import { isWithin, samePath } from "../containers/mount-paths.ts";
import { optionGaps } from "../containers/tmpfs-options.ts";
import { isRoot } from "../containers/user.ts";
import { writablePlaces } from "../containers/writable-places.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../facts.ts";
import type { ControlSettings } from "../policy.ts";
import { isUnresolved, notKnown } from "../reading.ts";
import { listed, shown } from "../text.ts";
import { configurationMounts } from "./configuration-mounts.ts";
import { type ImageNeeds, needsOf } from "./image-needs.ts";
import { fitted, roomsFor, usualSize } from "./tmpfs-room.ts";

/** A change to a container, in the words of the ECS API; positions in lists count from 0. */
export type Mend =
	| { readonly kind: "read-only-root" }
	| { readonly kind: "add-tmpfs"; readonly path: string; readonly sizeMiB: number; readonly options: readonly string[] }
	| { readonly kind: "tmpfs-size"; readonly index: number; readonly sizeMiB: number }
	| { readonly kind: "tmpfs-options"; readonly index: number; readonly missing: readonly string[] }
	| { readonly kind: "read-only-mount"; readonly index: number };

export interface ContainerPlan {
	readonly container: string;
	readonly mends: readonly Mend[];
	/** What the owner should know, or has to do first, as clauses. */
	readonly notes: readonly string[];
}

type Settings = Pick<ControlSettings, "task-definition/tmpfs-options" | "task-definition/tmpfs-size">;

/** What makes the containers of a Linux task definition pass without breaking them; nothing that would be a guess. */
export function planOf(facts: TaskDefinitionFacts, settings: Settings): readonly ContainerPlan[] {
	const { containers, operatingSystem } = facts;
	if (operatingSystem !== "linux" || isUnresolved(containers)) return [];
	const wishes = containers.map((container) => wishesOf(container, facts, settings));
	const needs = wishes.map(({ paths, unsized }) => paths.length + unsized.length > 0);
	const rooms = roomsFor(facts, containers, needs, settings["task-definition/tmpfs-size"].warn);
	return wishes.map((wish, index) => planFor(wish, rooms[index] ?? 0, facts, settings));
}

/** What a container lacks, before it is known how much memory there is for it. */
interface Wishes {
	readonly container: ContainerFacts;
	readonly root: boolean;
	/** New tmpfs mounts. */
	readonly paths: readonly string[];
	/** Positions of tmpfs mounts without a size. */
	readonly unsized: readonly number[];
	readonly notes: readonly string[];
}

function wishesOf(container: ContainerFacts, facts: TaskDefinitionFacts, settings: Settings): Wishes {
	const unsized = unsizedOf(container);
	const notes = reopenedOf(container, facts, settings);
	const nothing: Wishes = { container, root: false, paths: [], unsized, notes };
	const { readonlyRootFilesystem: root, tmpfs, mounts } = container;
	if (isUnresolved(root)) return noted(nothing, `whether its root is read-only is ${notKnown(root)}`);
	const { certain, open } = writablePlaces(container);
	if (root === true && (certain.length > 0 || open !== null)) return nothing;
	const unread = [tmpfs, mounts].find(isUnresolved);
	if (unread !== undefined) return noted(nothing, `its mounts are ${notKnown(unread)}`);
	const image = isUnresolved(container.image) ? null : container.image;
	const needs = needsOf(image);
	const obstacle = needs === null ? null : obstacleOf(needs, container);
	if (obstacle !== null) return noted(nothing, obstacle);
	const places = placesOf(container);
	const paths = (needs?.scratch ?? unknownImage).filter((path) => !places.some((place) => covers(place, path)));
	return { container, root: root !== true, paths, unsized, notes: [...notes, ...advice(container, needs, paths)] };
}

/** What has to be tried. A tmpfs belongs to root and takes over the mode of the image's folder (runc, libcontainer/rootfs_linux.go). */
function advice(
	{ image, user }: ContainerFacts,
	needs: ImageNeeds | null,
	paths: readonly string[],
): readonly string[] {
	const named = typeof image === "string" ? shown(image) : "its image";
	const others = paths.filter((path) => path !== "/tmp");
	const isBarred = typeof user === "string" && !isRoot(user) && others.length > 0;
	return [
		...(needs === null ? [`nobody knows here where ${named} writes: try it before you deploy`] : []),
		...(isBarred
			? [`it runs as ${shown(user)}, and ${listed(others)} will belong to root: see that it may write there`]
			: []),
	];
}

/** Where most programs write: temporary files, sockets and PID files. */
const unknownImage = ["/tmp", "/run"];

const noted = (wishes: Wishes, note: string): Wishes => ({ ...wishes, notes: [...wishes.notes, note] });

function obstacleOf({ program, volumes, impossible }: ImageNeeds, container: ContainerFacts): string | null {
	if (impossible !== undefined) return impossible;
	const places = placesOf(container);
	const missing = volumes.filter((path) => !places.some((place) => isWithin(place, path) || isWithin(path, place)));
	return missing.length === 0
		? null
		: `${program} writes what has to stay, or starts from what its image has, in ${missing.join(", ")}: mount a volume there first`;
}

/** Paths that something is mounted at already. */
function placesOf({ tmpfs, mounts }: ContainerFacts): readonly string[] {
	const all = [...(isUnresolved(tmpfs) ? [] : tmpfs), ...(isUnresolved(mounts) ? [] : mounts)];
	return all.flatMap(({ path }) => (isUnresolved(path) ? [] : path));
}

/** In nearly every image /var/run is a link to /run. */
const linked = (path: string): string => samePath(path).replace(/^\/var\/run(?=\/|$)/, "/run");

const covers = (place: string, path: string): boolean => isWithin(linked(path), linked(place));

function unsizedOf({ tmpfs }: ContainerFacts): readonly number[] {
	if (isUnresolved(tmpfs)) return [];
	return tmpfs.flatMap(({ sizeMiB, path }, index) =>
		!isUnresolved(path) && (sizeMiB === null || (typeof sizeMiB === "number" && sizeMiB <= 0)) ? index : [],
	);
}

/** Options that somebody wrote on purpose are for that somebody to take back. */
function reopenedOf({ tmpfs }: ContainerFacts, { engine }: TaskDefinitionFacts, settings: Settings): readonly string[] {
	if (isUnresolved(tmpfs)) return [];
	const { required } = settings["task-definition/tmpfs-options"];
	return tmpfs.flatMap(({ path, options }) => {
		if (isUnresolved(options) || isUnresolved(path)) return [];
		const { reopened } = optionGaps(options, required, engine);
		return reopened.length === 0
			? []
			: [`tmpfs ${path} allows ${reopened.join(", ")} on purpose: that is yours to change`];
	});
}

function planFor(wishes: Wishes, room: number, facts: TaskDefinitionFacts, settings: Settings): ContainerPlan {
	const { container, root, paths, unsized } = wishes;
	const tmpfs = isUnresolved(container.tmpfs) ? [] : container.tmpfs;
	const wished = [...unsized.map((index) => sizeWished(tmpfs[index]?.path)), ...paths.map(usualSize)];
	const sizes = fitted(wished, room);
	const plan = { container: container.name, notes: wishes.notes };
	const others = [...optionMends(container, facts, settings), ...configurationMends(container, facts)];
	if (sizes === null) {
		const note = `its memory leaves ${Math.floor(room)} MiB for tmpfs mounts, too little for ${wished.length}: raise it first`;
		return { ...plan, mends: others, notes: [...plan.notes, note] };
	}
	const { required } = settings["task-definition/tmpfs-options"];
	return {
		...plan,
		mends: [
			...(root ? [{ kind: "read-only-root" } as const] : []),
			...unsized.map((index, at) => ({ kind: "tmpfs-size", index, sizeMiB: sizes[at] ?? 1 }) as const),
			...others,
			...paths.map((path, at) => {
				const sizeMiB = sizes[unsized.length + at] ?? 1;
				return { kind: "add-tmpfs", path, sizeMiB, options: optionGaps([], required, facts.engine).missing } as const;
			}),
		],
	};
}

const sizeWished = (path: unknown): number => usualSize(typeof path === "string" ? samePath(path) : "");

const configurationMends = (container: ContainerFacts, facts: TaskDefinitionFacts): readonly Mend[] =>
	configurationMounts(container, facts).map((index) => ({ kind: "read-only-mount", index }));

function optionMends({ tmpfs }: ContainerFacts, { engine }: TaskDefinitionFacts, settings: Settings): readonly Mend[] {
	if (isUnresolved(tmpfs)) return [];
	const { required } = settings["task-definition/tmpfs-options"];
	return tmpfs.flatMap(({ options }, index): readonly Mend[] => {
		if (isUnresolved(options)) return [];
		const { missing, reopened } = optionGaps(options, required, engine);
		if (missing.length === 0 || reopened.length > 0) return [];
		return [{ kind: "tmpfs-options", index, missing }];
	});
}
