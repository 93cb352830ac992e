import { shown } from "../../core/text.ts";
import { isPlain, nameFor } from "./gap-identity.ts";
import { type Gap, gap, joined, Open, rendered } from "./open-text.ts";

const opening = "{{resolve:";
const closing = "}}";

/**
 * A text with a gap for every dynamic reference: what `{{resolve:ssm:/name}}` stands for is looked up by the deployment.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function lookedUp(value: unknown): unknown {
	const parts = partsOf(value);
	if (!parts.some((part) => typeof part === "string" && part.includes(opening))) return value;
	const found: (string | Gap | Open)[] = [];
	let within: (string | Gap)[] | null = null;
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
	if (!(value instanceof Open)) return value;
	const parts = value.parts.flatMap((part) => (typeof part === "string" ? [part] : (part.written ?? [part])));
	return joined(parts.map(asValue));
}

const partsOf = (value: unknown): Open["parts"] =>
	value instanceof Open ? value.parts : typeof value === "string" ? [value] : [];

const splitAtMarks = (part: string | Gap): Open["parts"] =>
	typeof part === "string" ? part.split(/(\{\{resolve:|\}\})/) : [part];

const asValue = (part: string | Gap | Open): string | Open =>
	typeof part === "string" || part instanceof Open ? part : new Open([part]);

function referenceOf(written: Open["parts"]): Open {
	const text = rendered(new Open(written));
	const name = text.slice(2, -2);
	return gap(isPlain(name) ? name : nameFor("resolve", name), `${shown(text)} is looked up by the deployment`, {
		written,
	});
}
