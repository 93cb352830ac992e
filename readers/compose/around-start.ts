import { isFields } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type AroundStart, nothingAround, type OtherCommand } from "../../domain/containers/around-start.ts";
import { healthCheckWords, startWordsOf } from "../document/start-words.ts";
import { textAt } from "./attributes.ts";
import { isMissing, type Layers, layersAt, layersOfKey, layersUnder, partsOf, topLayer } from "./layers.ts";
import { booleanOf, fieldOf, itemsOf, type Part, textOf, textWithHoles, withoutTag } from "./part.ts";
import type { ServicePath } from "./service-keys.ts";

/** The top-level definitions of a project, by name. */
export type Definitions = Readonly<Record<"configs" | "secrets", ReadonlyMap<string, Layers>>>;

/** What a service says around its start. `obstacle`: why no service of the file can have a read-only root; null when nothing is in the way. */
export function aroundStartAt(layers: Layers, definitions: Definitions, obstacle: string | null): AroundStart {
	return {
		...nothingAround,
		hasEntryPoint: layersOfKey(layers, "entrypoint").length > 0,
		commands: [
			...healthCheckAt(layers),
			...(["post_start", "pre_stop"] as const).flatMap((key) => hooksAt(layers, key)),
		],
		workingDirectory: textAt(layers, "working_dir").value,
		doubts:
			layersAt(layers, ["develop", "watch"]).length === 0
				? []
				: ["docker compose watch copies files into it, as its key develop says"],
		obstacle: obstacle ?? writtenFile(layers, definitions),
	};
}

function healthCheckAt(layers: Layers): readonly OtherCommand[] {
	const disabled = topLayer(layersAt(layers, ["healthcheck", "disable"]));
	if (disabled !== null && !isMissing(disabled) && booleanOf(disabled) === true) return [];
	const words = healthCheckWords(wordsAt(layers, ["healthcheck", "test"]));
	return words === null ? [] : [{ field: "healthcheck", words }];
}

/** Commands that Compose runs in the container. https://docs.docker.com/compose/how-tos/lifecycle/ */
function hooksAt(layers: Layers, field: "post_start" | "pre_stop"): readonly OtherCommand[] {
	return layersOfKey(layers, field).flatMap((layer): readonly OtherCommand[] => {
		if (isMissing(layer)) return [{ field, words: startWordsOf([], layer.missing) }];
		return itemsOf(layer).map((hook) => {
			const command = fieldOf(hook, "command");
			return { field, words: command === null ? [] : textsIn(command) };
		});
	});
}

function wordsAt(layers: Layers, keys: ServicePath) {
	const top = topLayer(layersAt(layers, keys));
	if (top === null) return [];
	return isMissing(top) ? startWordsOf([], top.missing) : textsIn(top);
}

const textsIn = (part: Part): readonly string[] => itemsOf(part).map((item) => String(textWithHoles(item) ?? ""));

/**
 * Compose copies what does not come from a file into the root, and refuses to start a read-only service with it (docker/compose,
 * pkg/compose/secrets.go and apiSocket.go; issues 12031 and 12303).
 */
function writtenFile(layers: Layers, definitions: Definitions): string | null {
	for (const key of ["configs", "secrets"] as const) {
		for (const name of partsOf(layersOfKey(layers, key)).flatMap(itemsOf).flatMap(sourceOf)) {
			const from = (["content", "environment"] as const).find(
				(field) => layersUnder(definitions[key].get(name) ?? [], field).length > 0,
			);
			if (from === undefined) continue;
			const one = `${key} from ${from}:, such as ${formatForDisplay(name)}`;
			return `Compose does not start a read-only service with ${one}; write it to a file, and name that with file:`;
		}
	}
	const socket = topLayer(layersOfKey(layers, "use_api_socket"));
	if (socket === null || isMissing(socket) || booleanOf(socket) === false) return null;
	return (
		"Compose writes credentials into its root because of use_api_socket, which it refuses in a read-only service; " +
		"mount the socket instead"
	);
}

function sourceOf(part: Part): readonly string[] {
	const named = isFields(withoutTag(part).value) ? fieldOf(part, "source") : part;
	const name = named === null ? null : textOf(named);
	return name === null || isUnresolved(name) ? [] : [name];
}
