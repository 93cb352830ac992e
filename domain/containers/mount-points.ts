import type { ContainerFacts, MountFacts, TmpfsFacts } from "../../core/facts.ts";
import type { PartialText } from "../../core/partial-text.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { coveredByStart, coveredSystemPath, invalidPathReason, isWithin, normalizePath } from "./mount-paths.ts";
import type { Problem } from "./problems.ts";

/** Problems with the paths that a container's mounts are at. */
export interface MountPoints {
	readonly problems: readonly Problem[];
	/** Why there may be more problems; null when every relevant path is known. */
	readonly unknownReason: string | null;
}

interface MountTarget {
	readonly kind: "tmpfs" | "mount";
	readonly path: Value<string>;
	/** False for a tmpfs: it always hides what the image has at its path. */
	readonly readOnly: Value<boolean>;
	/** As `Judgement.field`. */
	readonly field: string;
}

type Container = Pick<ContainerFacts, "name" | "tmpfs" | "mounts">;

export function checkMountPoints(
	{ name, tmpfs, mounts }: Container,
	persistentDataPaths: readonly string[],
): MountPoints {
	const targets: readonly MountTarget[] = [
		...(isUnresolved(tmpfs) ? [] : tmpfs.map(tmpfsTarget)),
		...(isUnresolved(mounts) ? [] : mounts.map(mountTarget)),
	];
	const problems = [
		...targets.flatMap((target) => problemOf(target, name, persistentDataPaths) ?? []),
		...repeatedMountProblems(targets, name),
	];
	const lists = [
		...(isUnresolved(tmpfs) ? [`its tmpfs mounts are ${formatUnknown(tmpfs)}`] : []),
		...(isUnresolved(mounts) ? [`its mounts are ${formatUnknown(mounts)}`] : []),
	];
	const [unknownReason = null] = [...lists, ...targets.flatMap((target) => unknownReasonOf(target) ?? [])];
	return { problems, unknownReason };
}

const tmpfsTarget = ({ path }: TmpfsFacts, index: number): MountTarget => ({
	kind: "tmpfs",
	path,
	readOnly: false,
	field: `linuxParameters.tmpfs.${index}`,
});

const mountTarget = ({ path, readOnly }: MountFacts, index: number): MountTarget => ({
	kind: "mount",
	path,
	readOnly,
	field: `mountPoints.${index}`,
});

function problemOf(target: MountTarget, name: string, persistentDataPaths: readonly string[]): Problem | null {
	const { kind, path, readOnly, field } = target;
	if (isUnresolved(path)) return path.text === undefined ? null : problemOfStart({ ...target, path: path.text }, name);
	const what = `container ${name}: ${kind} ${path}`;
	const fault = invalidPathReason(path);
	if (fault !== null) {
		return highProblem(`${what} ${fault}`, `Write an absolute path without ".." instead of ${path}.`, field);
	}
	const covered = coveredSystemPath(path);
	if (covered !== null && readOnly === false) {
		return highProblem(
			`${what} ${normalizePath(path) === covered ? "covers" : "is inside"} ${covered}, which belongs to the system`,
			`Mount at a dedicated directory instead of ${path}, such as /tmp, /run or /var/cache/${name}.`,
			field,
		);
	}
	const data = persistentDataPaths.find((folder) => isWithin(path, folder));
	if (kind === "mount" || data === undefined) return null;
	return {
		severity: "LOW",
		message: `${what} is a path for persistent data (${data}), but a tmpfs is lost when the task stops`,
		remediation: `Mount a volume (EFS, EBS) at ${path} instead of the tmpfs.`,
		field,
	};
}

/** The problem of a partly known path that it has whatever follows its known beginning. */
function problemOfStart(
	{ kind, path, readOnly, field }: Omit<MountTarget, "path"> & { readonly path: PartialText },
	name: string,
): Problem | null {
	const start = path.literalStart;
	if (start === "") return null;
	const what = `container ${name}: ${kind} ${path}`;
	const folder = start.slice(0, start.lastIndexOf("/") + 1);
	const fault = start.startsWith("/") ? invalidPathReason(folder) : invalidPathReason(start);
	if (fault !== null)
		return highProblem(`${what} ${fault}`, `Write an absolute path without ".." instead of ${path}.`, field);
	const covered = coveredByStart(start);
	if (covered === null || readOnly !== false) return null;
	return highProblem(
		`${what} is inside ${covered}, which belongs to the system`,
		`Mount at a dedicated directory instead of ${path}, such as /tmp, /run or /var/cache/${name}.`,
		field,
	);
}

/** One problem for each path with several mounts; its field is the second mount at that path. */
function repeatedMountProblems(targets: readonly MountTarget[], name: string): readonly Problem[] {
	const seen = new Map<string, number>();
	return targets.flatMap(({ path, field }) => {
		if (isUnresolved(path) || invalidPathReason(path) !== null) return [];
		const target = normalizePath(path);
		const count = (seen.get(target) ?? 0) + 1;
		seen.set(target, count);
		return count === 2
			? [highProblem(`container ${name}: more than one mount at ${target}`, `Keep one mount at ${target}.`, field)]
			: [];
	});
}

/** Why it cannot be decided whether a mount is a problem; null when it can. */
function unknownReasonOf({ kind, path, readOnly }: MountTarget): string | null {
	if (isUnresolved(path)) return `the path of a ${kind} is ${formatUnknown(path)}`;
	if (isUnresolved(readOnly) && coveredSystemPath(path) !== null) {
		return `whether ${kind} ${path} is read-only is ${formatUnknown(readOnly)}`;
	}
	return null;
}

const highProblem = (message: string, remediation: string, field: string): Problem => ({
	severity: "HIGH",
	message,
	remediation,
	field,
});
