import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { MalformedEventError } from "../../core/errors.ts";
import { type EventParser, envelopeOf, type ParsedEvent } from "../../core/event.ts";
import type { RouteEntry, WorkerEntry } from "../../functions/entries.ts";
import { routes, workers } from "../../functions/manifest.ts";
import { patternOf } from "../../infra/event-pattern.ts";

const root = join(import.meta.dirname, "..", "..");

/** Tests are collected before anything can be awaited, so an `import()` would be too late. */
const load = createRequire(import.meta.filename);

export interface EventFile {
	/** File name without `.json`. */
	readonly name: string;
	readonly event: Readonly<Record<string, unknown>>;
}

/** Every JSON file of a folder, by name; none if the folder does not exist. */
export function eventsIn(...folder: readonly string[]): readonly EventFile[] {
	const path = join(root, ...folder);
	if (!existsSync(path)) return [];
	const files = readdirSync(path).filter((file) => file.endsWith(".json"));
	return files.sort().map((file) => ({
		name: file.replace(/\.json$/, ""),
		event: JSON.parse(readFileSync(join(path, file), "utf8")),
	}));
}

const receivers: readonly (Pick<WorkerEntry, "name" | "events"> | RouteEntry)[] = [...routes, ...workers];

/** The kinds of events that functions receive, each with its own samples. The first function that receives a kind counts. */
export const eventKinds = [
	...new Map(
		receivers
			.flatMap(({ name, events = [] }) => events.map(({ folder }) => [folder, kindIn(folder, name)] as const))
			.toReversed(),
	).values(),
].toReversed();

function kindIn(name: string, route: string) {
	return {
		name,
		route,
		parse: (load(`../../events/${name}/index.ts`) as { readonly parse: EventParser }).parse,
		pattern: patternOf(name),
		samples: eventsIn("events", name, "samples"),
		nearMisses: eventsIn("events", name, "near-misses"),
	};
}

/** One of our own samples, unchanged. */
export function aSample(kind: string, name: string): Readonly<Record<string, unknown>> {
	const found = eventsIn("events", kind, "samples").find((sample) => sample.name === name);
	if (found === undefined) throw new Error(`${kind} has no sample ${name}`);
	return found.event;
}

/** What a parser returns for an event, or `refused: ` and the reason of a MalformedEventError. Throws any other error. */
export function answerTo(parse: EventParser, event: unknown): ParsedEvent | string {
	try {
		return parse(envelopeOf(event));
	} catch (error) {
		if (error instanceof MalformedEventError) return `refused: ${error.message}`;
		throw error;
	}
}
