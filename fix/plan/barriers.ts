import readOnlyRoot from "../../controls/task-definition/read-only-root.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { credentialKindIn } from "../../domain/containers/credential-values.ts";
import { followRunLink, isWithin, normalizePath, resolvePath } from "../../domain/containers/mount-paths.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import type { StartEffects } from "../start-command/start-command.ts";

/** Why its tasks need a writable root: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
export function execBarrier({ execServices: services }: Pick<TaskDefinitionFacts, "execServices">): string | null {
	if (isUnresolved(services)) {
		return `whether a service of it has ECS Exec turned on, which needs a writable root, is ${formatUnknown(services)}: ${remedy}`;
	}
	if (services.length === 0) return null;
	const named = `${services.length === 1 ? "service" : "services"} ${formatList(services)}`;
	return `ECS Exec, which needs a writable root, is turned on for ${named}: ${remedy}`;
}

const remedy = `turn it off there first, or waive ${readOnlyRoot.id}`;

/** What its own command plainly writes to the root; null where it writes to scratch places and mounts alone. */
export function startBarrier(
	container: ContainerFacts,
	start: Value<StartEffects | null>,
	scratch: readonly string[],
): string | null {
	if (start === null || isUnresolved(start)) return null;
	// What writes to a mount that is read-only fails today already: a read-only root changes nothing about that.
	const places = new Set([...scratch, ...mountedPaths(container)].map(linked));
	const outside = start.writes.filter((path) => !isBelowAny(linked(resolvePath(path)), places));
	const { installers } = start;
	if (installers.length > 0)
		return `its own command installs packages (${formatList(installers)}) when it starts: do that when its image is built`;
	if (outside.length === 0) return null;
	return `its own command writes to ${formatList(outside.map(named), maxNamed)}: do that when its image is built, or mount a volume there first`;
}

/** So many are looked through for secrets, as no more are shown. */
const maxNamed = 5;

function named(path: string, index: number): string {
	if (index >= maxNamed) return "";
	return credentialKindIn(path) === null ? formatForDisplay(path) : "a path that may hold a secret";
}

/** Every folder above the path is looked up once, however many places there are. */
function isBelowAny(path: string, places: ReadonlySet<string>): boolean {
	for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
		if (places.has(path.slice(0, end))) return true;
	}
	return places.has("/");
}

/** What has to be tried where nothing is plain. */
export function startAdvice(start: Value<StartEffects | null>): readonly string[] {
	if (start === null) return [];
	if (isUnresolved(start)) return [`what it starts with is ${formatUnknown(start)}: try it before you deploy`];
	return ["it starts with a command of its own: try it before you deploy"];
}

const linked = (path: string): string => followRunLink(normalizePath(path));

/** Whether what is mounted at a place has a path in it. */
export const covers = (place: string, path: string): boolean => isWithin(linked(path), linked(place));
