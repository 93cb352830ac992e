import type { ContainerFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { isWithin, normalizePath } from "../../domain/containers/mount-paths.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import type { ImageNeeds } from "../images/known-image.ts";
import { covers } from "./barriers.ts";
import { isFile } from "./configuration-mounts.ts";

/** The folders in which a program keeps data, but of which nothing is mounted; a single file in one, such as its configuration, is no volume. */
export function missingVolumes({ volumes, dataFolders }: ImageNeeds, container: ContainerFacts): readonly string[] {
	const mounted = mountedPaths(container);
	const holdsData = (mount: string): boolean =>
		dataFolders === undefined
			? !isFile(mount)
			: dataFolders.some((folder) => leadsTo(mount, folder)) || holdsNamedFolder(mount, container);
	return volumes.filter(
		(path) => !mounted.some((mount) => covers(mount, path) || (isWithin(mount, path) && holdsData(mount))),
	);
}

/** Whether a path is a folder, or one of its parents; `*` in it stands for a version. */
function leadsTo(path: string, folder: string): boolean {
	const parts = normalizePath(path).split("/");
	const target = folder.split("/");
	return (
		parts.length <= target.length &&
		parts.every((part, index) => part === target[index] || (target[index] === "*" && /^\d+$/.test(part)))
	);
}

/** PostgreSQL's PGDATA names the folder of the data. */
const holdsNamedFolder = (mount: string, { environment }: ContainerFacts): boolean =>
	!isUnresolved(environment) &&
	environment.some(
		({ name, value }) =>
			name === "PGDATA" && value !== null && !isUnresolved(value) && value.inspect((text) => covers(mount, text)),
	);
