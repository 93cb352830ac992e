import { isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { markDynamicReferences } from "./dynamic-references.ts";
import { holeName } from "./hole-identity.ts";
import { holeText } from "./template-text.ts";

/**
 * The properties of a resource, with a `TemplateText` in place of what CloudFormation has not resolved: intrinsic functions and dynamic
 * references. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function markUnresolved(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(markUnresolved);
	if (!isFields(value)) return markDynamicReferences(value);
	const entries = Object.entries(value);
	const [intrinsic] = entries.filter(([key]) => key.startsWith("Fn::") || (key === "Ref" && entries.length === 1));
	if (intrinsic === undefined) return Object.fromEntries(entries.map(([key, part]) => [key, markUnresolved(part)]));
	const [name, argument] = intrinsic;
	const shown = formatForDisplay(typeof argument === "string" ? `${name} ${argument}` : name);
	const more = name === "Ref" || name === "Fn::Sub" || name === "Fn::GetAtt" ? {} : ({ mayBeAbsent: true } as const);
	return holeText(holeName(name, argument), `${shown} is not resolved yet`, more);
}
