import { PartialText } from "../../core/partial-text.ts";
import { formatForDisplay } from "../../core/text.ts";
import { isPlain, nameFor } from "./hole-identity.ts";
import { isPartial, joined, type TemplateHole, type TemplateText, textOfHole } from "./template-text.ts";

const opening = "{{resolve:";
const closing = "}}";

/**
 * A text with a hole for every dynamic reference: what `{{resolve:ssm:/name}}` stands for is looked up by the deployment.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function lookedUp(value: unknown): unknown {
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
	return joined([...found, ...(within ?? [])].map(asValue));
}

/** As it is written, references and all: where the text itself is what counts. */
export function asWritten(value: unknown): unknown {
	if (!isPartial(value)) return value;
	const parts = value.parts.flatMap((part) => (typeof part === "string" ? [part] : (part.written ?? [part])));
	return joined(parts.map(asValue));
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
	return textOfHole(
		isPlain(name) ? name : nameFor("resolve", name),
		`${formatForDisplay(text)} is looked up by the deployment`,
		{
			written,
		},
	);
}
