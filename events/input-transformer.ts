import { type Fields, fieldsIn } from "../core/json.ts";
import ecsChanged from "./ecs-changed/kept.json" with { type: "json" };
import taskDefinitionRegistered from "./task-definition-registered/kept.json" with { type: "json" };
import taskSetCreated from "./task-set-created/kept.json" with { type: "json" };

/** What EventBridge makes of an event before it sends it to a queue (EventBridge API reference, InputTransformer). */
export interface InputTransformer {
	/** JSON paths in the event, by the name of their variable. */
	readonly inputPathsMap: Readonly<Record<string, string>>;
	/** JSON with a `<variable>` in quotes for each path. */
	readonly inputTemplate: string;
}

/** The content of every `kept.json`, by its folder: imported, because the command line is one file without these folders. */
const kept: Readonly<Record<string, readonly string[]>> = {
	"ecs-changed": ecsChanged,
	"task-definition-registered": taskDefinitionRegistered,
	"task-set-created": taskSetCreated,
};

/** Fields of every event that the pipeline reads, all of them strings; `replay-name` is only in events from an archive. */
const envelope = ["id", "detail-type", "source", "account", "time", "region", "replay-name"];

/** The paths of the fields that the rule of a kind of event sends, such as `detail.eventName`; undefined if it sends the whole event. */
function keptPaths(folder: string): readonly string[] | undefined {
	const own = kept[folder];
	return own === undefined ? undefined : [...envelope, ...own];
}

/**
 * Keeps the fields in `events/<folder>/kept.json`, so that the others, such as environment values in the call that registers a task
 * definition, do not wait in a queue. Undefined for a kind of event that is sent as it is, because it contains nothing of that kind.
 *
 * The variables are in quotes, so that the message is JSON also if the event does not have a field: "If you specify a variable to match a
 * JSON path that doesn't exist in the event, that variable isn't created and doesn't appear in the output" (EventBridge User Guide). The
 * parsers take an empty string for an absent value. Only strings can be kept in this way.
 */
export function transformerFor(folder: string): InputTransformer | undefined {
	const paths = keptPaths(folder);
	if (paths === undefined) return undefined;
	return {
		inputPathsMap: Object.fromEntries(paths.map((path) => [variableOf(path), `$.${path}`])),
		inputTemplate: JSON.stringify(objectWith(paths, (path) => `<${variableOf(path)}>`)),
	};
}

/**
 * An event with the fields only that the rules of these kinds of events send, as their transformers make it. Undefined if none of
 * them has a transformer: the event is sent as it is then.
 */
export function keepFields(folders: readonly string[], event: unknown): Fields | undefined {
	const paths = folders.flatMap((folder) => keptPaths(folder) ?? []);
	return paths.length === 0 ? undefined : objectWith(paths, (path) => textAt(event, path.split(".")));
}

/** Letters, digits, hyphens and underscores are allowed. */
const variableOf = (path: string): string => path.replaceAll(".", "_");

/** The string at a path; an empty one for anything else. */
function textAt(event: unknown, keys: readonly string[]): string {
	const value = keys.reduce((parent: unknown, key) => fieldsIn(parent)[key], event);
	return typeof value === "string" ? value : "";
}

interface MutableFields {
	[key: string]: MutableFields | string;
}

function objectWith(paths: readonly string[], valueAt: (path: string) => string): Fields {
	const whole: MutableFields = {};
	for (const path of paths) {
		const keys = path.split(".");
		let parent = whole;
		for (const key of keys.slice(0, -1)) {
			parent[key] ??= {};
			parent = parent[key] as MutableFields;
		}
		parent[keys.at(-1) ?? ""] = valueAt(path);
	}
	return whole;
}
