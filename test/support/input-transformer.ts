import type { InputTransformer } from "../../events/input-transformer.ts";

/**
 * The message that EventBridge sends, by its User Guide ("Amazon EventBridge input transformation"): a variable in a string is replaced by
 * the value at its path, not escaped; by nothing if there is none; an object or a list loses its quotes. What it makes of null is
 * not documented: here, as in the emulated AWS, the word. A test compares this with the emulated AWS.
 */
export function transformed(event: object, { inputPathsMap, inputTemplate }: InputTransformer): string {
	return inputTemplate.replace(/<([^<>]*)>/g, (_, variable: string) => {
		const value = valueAt(event, inputPathsMap[variable] ?? "");
		return typeof value === "string" ? value : (JSON.stringify(value)?.replaceAll('"', "") ?? "");
	});
}

/** The message for an event, whole or transformed. */
export const messageOf = (event: object, transformer: InputTransformer | undefined): string =>
	transformer === undefined ? JSON.stringify(event) : transformed(event, transformer);

function valueAt(event: object, path: string): unknown {
	return path
		.replace(/^\$\./, "")
		.split(".")
		.reduce<unknown>((value, key) => {
			const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
			return isObject && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
		}, event);
}
