import type { Unresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { scalarText } from "./template-text.ts";

/**
 * `"true"`, `"TRUE"` and true are equal in CloudFormation. It reads YAML 1.1, where unquoted `yes` and `on` are booleans:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html and https://yaml.org/type/bool.html
 * Null when nothing is written; any other value is unresolved.
 */
export function readBoolean(value: unknown): boolean | null | Unresolved {
	if (value === undefined || value === null) return null;
	const text = scalarText(value);
	if (text === null) return { unresolved: "the value is neither true nor false" };
	if (isTrue.test(text)) return true;
	return isFalse.test(text) ? false : { unresolved: `"${formatForDisplay(text)}" is neither true nor false` };
}

const isTrue = /^(?:[Tt][Rr][Uu][Ee]|yes|Yes|YES|on|On|ON)$/;
const isFalse = /^(?:[Ff][Aa][Ll][Ss][Ee]|no|No|NO|off|Off|OFF)$/;
