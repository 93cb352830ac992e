import { PartialText } from "../../core/partial-text.ts";
import { formatForDisplay } from "../../core/text.ts";
import { holeName, isPlainName } from "./hole-identity.ts";
import { holeText, isPartial, joinText, type TemplateHole, type TemplateText } from "./template-text.ts";

const opening = "{{resolve:";
const closing = "}}";

/**
 * Replaces every dynamic reference with a hole: `{{resolve:ssm:/name}}` is looked up during deployment.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function markDynamicReferences(value: unknown): unknown {
	const parts = partsOf(value);
	if (!parts.some((part) => typeof part === "string" && part.includes(opening))) return value;
	const found: (string | TemplateHole | TemplateText)[] = [];
	let within: (string | TemplateHole)[] | null = null;
	for (const piece of parts.flatMap(splitAtMarks)) {
		if (piece === opening && within === null) within = [piece];
		else if (within === null) found.push(piece);
		else if (piece !== closing) within.push(piece);
		else {
			found.push(referenceOf([...within, piece]));
			within = null;
		}
	}
	return joinText([...found, ...(within ?? [])].map(asValue));
}

/** Restores dynamic references as written, for fields in which the text itself counts. */
export function restoreDynamicReferences(value: unknown): unknown {
	if (!isPartial(value)) return value;
	const parts = value.parts.flatMap((part) => (typeof part === "string" ? [part] : (part.written ?? [part])));
	return joinText(parts.map(asValue));
}

const partsOf = (value: unknown): TemplateText["parts"] =>
	isPartial(value) ? value.parts : typeof value === "string" ? [value] : [];

const splitAtMarks = (part: string | TemplateHole): TemplateText["parts"] =>
	typeof part === "string" ? part.split(/(\{\{resolve:|\}\})/) : [part];

const asValue = (part: string | TemplateHole | TemplateText): string | TemplateText =>
	typeof part === "string" || isPartial(part) ? part : new PartialText([part]);

function referenceOf(written: TemplateText["parts"]): TemplateText {
	const text = String(new PartialText(written));
	const name = text.slice(2, -2);
	return holeText(
		isPlainName(name) ? name : holeName("resolve", name),
		`${formatForDisplay(text)} is looked up during deployment`,
		{
			written,
		},
	);
}
