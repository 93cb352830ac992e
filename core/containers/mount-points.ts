import type { ContainerFacts } from "../facts.ts";
import { isUnresolved, notKnown, type Value } from "../reading.ts";
import { coveredSystemPath, isWithin, pathFault, samePath } from "./mount-paths.ts";
import type { Problem } from "./problems.ts";

/** What is wrong with the places that a container's mounts are at, and why there may be more. */
export interface MountPoints {
	readonly problems: readonly Problem[];
	/** Null when every place is known. */
	readonly open: string | null;
}

interface Place {
	readonly kind: "tmpfs" | "mount";
	readonly path: Value<string>;
	/** A tmpfs always hides what the image has there. */
	readonly readOnly: Value<boolean>;
}

type Container = Pick<ContainerFacts, "name" | "tmpfs" | "mounts">;

export function mountPoints({ name, tmpfs, mounts }: Container, lastingData: readonly string[]): MountPoints {
	const places: readonly Place[] = [
		...(isUnresolved(tmpfs) ? [] : tmpfs.map(({ path }) => ({ kind: "tmpfs", path, readOnly: false }) as const)),
		...(isUnresolved(mounts) ? [] : mounts.map(({ path, readOnly }) => ({ kind: "mount", path, readOnly }) as const)),
	];
	const problems = [...places.flatMap((place) => problemOf(place, name, lastingData) ?? []), ...repeated(places, name)];
	const lists = [
		...(isUnresolved(tmpfs) ? [`its tmpfs mounts are ${notKnown(tmpfs)}`] : []),
		...(isUnresolved(mounts) ? [`its mounts are ${notKnown(mounts)}`] : []),
	];
	const [open = null] = [...lists, ...places.flatMap((place) => openQuestion(place) ?? [])];
	return { problems, open };
}

function problemOf({ kind, path, readOnly }: Place, name: string, lastingData: readonly string[]): Problem | null {
	if (isUnresolved(path)) return null;
	const what = `container ${name}: ${kind} ${path}`;
	const fault = pathFault(path);
	if (fault !== null) {
		return high(`${what} ${fault}`, `Write an absolute path without ".." in place of ${path}.`);
	}
	const covered = coveredSystemPath(path);
	if (covered !== null && readOnly === false) {
		return high(
			`${what} ${samePath(path) === covered ? "covers" : "lies in"} ${covered}, which belongs to the system`,
			`Mount at a folder of its own instead of ${path}, such as /tmp, /run or /var/cache/${name}.`,
		);
	}
	const data = lastingData.find((folder) => isWithin(path, folder));
	if (kind === "mount" || data === undefined) return null;
	return {
		severity: "LOW",
		message: `${what} is a place for lasting data (${data}), and a tmpfs is gone when the task stops`,
		remediation: `Put a volume (EFS, EBS) at ${path} instead of the tmpfs.`,
	};
}

function repeated(places: readonly Place[], name: string): readonly Problem[] {
	const paths = places.flatMap(({ path }) => (isUnresolved(path) || pathFault(path) !== null ? [] : [samePath(path)]));
	const twice = new Set(paths.filter((path, index) => paths.indexOf(path) !== index));
	return [...twice].map((path) =>
		high(`container ${name}: more than one mount at ${path}`, `Keep one mount at ${path}.`),
	);
}

/** What is not known about a place and could make it a wrong one. */
function openQuestion({ kind, path, readOnly }: Place): string | null {
	if (isUnresolved(path)) return `the path of a ${kind} is ${notKnown(path)}`;
	if (isUnresolved(readOnly) && coveredSystemPath(path) !== null) {
		return `whether ${kind} ${path} is read-only is ${notKnown(readOnly)}`;
	}
	return null;
}

const high = (message: string, remediation: string): Problem => ({ severity: "HIGH", message, remediation });
