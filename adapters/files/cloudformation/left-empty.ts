import { shown } from "../../../core/text.ts";
import { isFields } from "../../json.ts";
import { gap, type Open } from "./open-text.ts";
import type { Scope } from "./scope.ts";

/**
 * The value of a container's variable (`Name` and `Value`) that is a parameter whose default is empty: whoever deploys fills
 * it in, perhaps with a credential. Null for everything else. Elsewhere an empty default is a value like any other.
 */
export function leftEmpty(key: string, entries: readonly (readonly [string, unknown])[], scope: Scope): Open | null {
	const { Name, Value, ...others } = Object.fromEntries(entries);
	if (key !== "Value" || Name === undefined || Object.keys(others).length > 0 || !isFields(Value)) return null;
	const { Ref: name, ...rest } = Value;
	if (typeof name !== "string" || Object.keys(rest).length > 0) return null;
	const parameter = scope.template.parameters.get(name);
	if (parameter === undefined || parameter.noEcho || parameter.defaultValue !== "") return null;
	return gap(name, `the parameter ${shown(name)} is empty by default`);
}
