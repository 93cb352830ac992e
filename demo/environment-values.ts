/**
 * Replaces the values of environment variables in the body of a message, which may contain a task definition. The body is unchanged
 * when it contains none. In a body that is not JSON, everything that is written as a `value` counts as one.
 */
export function hideEnvironmentValues(body: string): string {
	if (!/environment/i.test(body)) return body;
	try {
		const value: unknown = JSON.parse(body);
		const hidden = hideIn(value);
		return JSON.stringify(hidden) === JSON.stringify(value) ? body : JSON.stringify(hidden);
	} catch {
		// Not JSON, or nested too deeply for a recursive function.
		return body.replace(valueInText, `$1${hiddenValue}$3`);
	}
}

const hiddenValue = "(hidden)";

/**
 * A string after the key `value`, up to the next quote at its own level: JSON within a string has a backslash before each of its
 * quotes. The string may be cut off.
 */
const valueInText = /((\\*)"value\2"\s*:\s*\2").*?((?<!\\)\2"|$)/gis;

function hideIn(value: unknown): unknown {
	if (typeof value === "string") return hideEnvironmentValues(value);
	if (Array.isArray(value)) return value.map(hideIn);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [
			key,
			/^environment$/i.test(key) ? hideVariables(inner) : hideIn(inner),
		]),
	);
}

/** `[{ name, value }]`, as in ECS, or a mapping of names to values. */
function hideVariables(variables: unknown): unknown {
	if (Array.isArray(variables)) return variables.map((variable) => hideKeys(variable, /^value$/i));
	return typeof variables === "object" ? hideKeys(variables, /./) : hideIn(variables);
}

function hideKeys(variable: unknown, keys: RegExp): unknown {
	if (typeof variable !== "object" || variable === null) return variable === null ? null : hiddenValue;
	return Object.fromEntries(
		Object.entries(variable).map(([key, value]) => [key, keys.test(key) && value !== null ? hiddenValue : value]),
	);
}
