import { isFields } from "../../core/json.ts";
import { parsePlaceholders } from "../../core/placeholders.ts";
import { formatForDisplay } from "../../core/text.ts";

/**
 * Fields that are judged, or joined with others, as written: an image is partly known, a variable may contain a
 * credential next to a placeholder.
 */
const keptAsWritten: ReadonlySet<string> = new Set([
	"command",
	"dockerLabels",
	"entryPoint",
	"family",
	"healthCheck",
	"image",
	"name",
	"options",
	"secrets",
	"sourceContainer",
	"sourceVolume",
	"tags",
]);

/**
 * A definition with `Unresolved` in place of what a tool fills in before registration: `<NAME>` (CodeDeploy), `{{ must_env … }}`
 * (ecspresso), `${NAME}` and `$NAME` (envsubst), `%NAME%`.
 */
export function markPlaceholders(value: unknown): unknown {
	if (typeof value === "string") {
		const text = parsePlaceholders(value);
		return text.isKnown ? value : { unresolved: `${formatForDisplay(value)} is filled in later`, text, isSet: true };
	}
	if (Array.isArray(value)) return value.map(markPlaceholders);
	if (!isFields(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [
			key,
			key === "environment" ? markVariables(part) : keptAsWritten.has(key) ? part : markPlaceholders(part),
		]),
	);
}

/** Variables whose whole value is a placeholder, which is not shown: the marks may be part of a password. */
function markVariables(environment: unknown): unknown {
	if (!Array.isArray(environment)) return environment;
	return environment.map((variable) => {
		if (!isFields(variable) || typeof variable["value"] !== "string") return variable;
		const isPlaceholder = parsePlaceholders(variable["value"]).isOnlyHole;
		return isPlaceholder
			? { ...variable, value: { unresolved: "its value is filled in later", isSet: true } }
			: variable;
	});
}
