import readOnlyRoot from "../../controls/task-definition/read-only-root.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import type { OtherCommand } from "../../domain/containers/around-start.ts";
import { credentialKindIn } from "../../domain/containers/credential-values.ts";
import { followRunLink, isWithin, normalizePath, resolvePath } from "../../domain/containers/mount-paths.ts";
import { mountedPaths } from "../../domain/containers/writable-paths.ts";
import { type StartEffects, startEffects } from "../start-command/start-command.ts";

/** Why a container needs a writable root for ECS Exec; null when it does not. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
export function execBarrier({ execServices: services }: Pick<TaskDefinitionFacts, "execServices">): string | null {
	if (isUnresolved(services)) {
		return `whether its services enable ECS Exec, which needs a writable root filesystem, is ${formatUnknown(services)}; ${remedy}`;
	}
	if (services.length === 0) return null;
	const names = `${services.length === 1 ? "service" : "services"} ${formatList(services)}`;
	return `ECS Exec, which needs a writable root filesystem, is enabled for ${names}; ${remedy}`;
}

const remedy = `disable ECS Exec first, or waive ${readOnlyRoot.id}`;

/** Why one of the other commands that run in a container needs a writable root, as for its own. */
export function otherCommandBarrier(
	container: ContainerFacts,
	commands: readonly OtherCommand[],
	scratch: readonly string[],
): string | null {
	for (const { field, words } of commands) {
		const effects = isUnresolved(words) ? words : startEffects(words);
		const barrier = startBarrier(container, effects, scratch, `the command of its ${field}`);
		if (barrier !== null) return barrier;
	}
	return null;
}

/** Why a container's own command needs a writable root; null when all paths that it visibly writes to are mounts or scratch paths. */
export function startBarrier(
	container: ContainerFacts,
	start: Value<StartEffects | null>,
	scratch: readonly string[],
	command = "its own command",
): string | null {
	if (start === null || isUnresolved(start)) return null;
	// A read-only mount counts too: a write to it already fails, and a read-only root does not change that.
	const covered = new Set([...scratch, ...mountedPaths(container)].map(canonicalPath));
	const outside = start.writes.filter((path) => !isWithinAny(canonicalPath(resolvePath(path)), covered));
	const { installers } = start;
	if (installers.length > 0)
		return `${command} installs packages (${formatList(installers)}) at startup; install them when the image is built`;
	if (outside.length === 0) return null;
	return `${command} writes to ${formatList(outside.map(displayPath), maxDisplayed)}; write there when the image is built, or mount a volume there first`;
}

/** No more paths than this are displayed, so no more are searched for secrets. */
const maxDisplayed = 5;

function displayPath(path: string, index: number): string {
	if (index >= maxDisplayed) return "";
	return credentialKindIn(path) === null ? formatForDisplay(path) : "a path that may hold a secret";
}

/** One lookup for each parent folder of the path, however many folders there are. */
function isWithinAny(path: string, folders: ReadonlySet<string>): boolean {
	for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
		if (folders.has(path.slice(0, end))) return true;
	}
	return folders.has("/");
}

const canonicalPath = (path: string): string => followRunLink(normalizePath(path));

/** Whether a mount covers a path. */
export const covers = (mount: string, path: string): boolean => isWithin(canonicalPath(path), canonicalPath(mount));
