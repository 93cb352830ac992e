import type { ContainerFacts, MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { isUnresolved, notKnown, type Value } from "../../core/reading.ts";
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
	/** As `Judgement.field`. */
	readonly field: string;
}

type Container = Pick<ContainerFacts, "name" | "tmpfs" | "mounts">;

export function mountPoints({ name, tmpfs, mounts }: Container, lastingData: readonly string[]): MountPoints {
	const places: readonly Place[] = [
		...(isUnresolved(tmpfs) ? [] : tmpfs.map(placeOfTmpfs)),
		...(isUnresolved(mounts) ? [] : mounts.map(placeOfMount)),
	];
	const problems = [...places.flatMap((place) => problemOf(place, name, lastingData) ?? []), ...repeated(places, name)];
	const lists = [
		...(isUnresolved(tmpfs) ? [`its tmpfs mounts are ${notKnown(tmpfs)}`] : []),
		...(isUnresolved(mounts) ? [`its mounts are ${notKnown(mounts)}`] : []),
	];
	const [open = null] = [...lists, ...places.flatMap((place) => openQuestion(place) ?? [])];
	return { problems, open };
}

const placeOfTmpfs = ({ path }: TmpfsFacts, index: number): Place => ({
	kind: "tmpfs",
	path,
	readOnly: false,
	field: `linuxParameters.tmpfs.${index}`,
});

const placeOfMount = ({ path, readOnly }: MountFacts, index: number): Place => ({
	kind: "mount",
	path,
	readOnly,
	field: `mountPoints.${index}`,
});

function problemOf(
	{ kind, path, readOnly, field }: Place,
	name: string,
	lastingData: readonly string[],
): Problem | null {
	if (isUnresolved(path)) return null;
	const what = `container ${name}: ${kind} ${path}`;
	const fault = pathFault(path);
	if (fault !== null) {
		return high(`${what} ${fault}`, `Write an absolute path without ".." instead of ${path}.`, field);
	}
	const covered = coveredSystemPath(path);
	if (covered !== null && readOnly === false) {
		return high(
			`${what} ${samePath(path) === covered ? "covers" : "is inside"} ${covered}, which belongs to the system`,
			`Mount at a dedicated directory instead of ${path}, such as /tmp, /run or /var/cache/${name}.`,
			field,
		);
	}
	const data = lastingData.find((folder) => isWithin(path, folder));
	if (kind === "mount" || data === undefined) return null;
	return {
		severity: "LOW",
		message: `${what} is a path for persistent data (${data}), but a tmpfs is lost when the task stops`,
		remediation: `Mount a volume (EFS, EBS) at ${path} instead of the tmpfs.`,
		field,
	};
}

/** One problem for each path; its field is the second mount there. */
function repeated(places: readonly Place[], name: string): readonly Problem[] {
	const seen = new Map<string, number>();
	return places.flatMap(({ path, field }) => {
		if (isUnresolved(path) || pathFault(path) !== null) return [];
		const place = samePath(path);
		const times = (seen.get(place) ?? 0) + 1;
		seen.set(place, times);
		return times === 2
			? [high(`container ${name}: more than one mount at ${place}`, `Keep one mount at ${place}.`, field)]
			: [];
	});
}

/** What is not known about a place and could make it a wrong one. */
function openQuestion({ kind, path, readOnly }: Place): string | null {
	if (isUnresolved(path)) return `the path of a ${kind} is ${notKnown(path)}`;
	if (isUnresolved(readOnly) && coveredSystemPath(path) !== null) {
		return `whether ${kind} ${path} is read-only is ${notKnown(readOnly)}`;
	}
	return null;
}

const high = (message: string, remediation: string, field: string): Problem => ({
	severity: "HIGH",
	message,
	remediation,
	field,
});
