import { fieldsIn, isFields, textIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { DocumentPath, SourceDocument } from "../document/source-document.ts";
import type { MetadataIgnore } from "../ignore.ts";
import type { Resource } from "./scope.ts";

/**
 * The ignores in the metadata of a resource: `Metadata: {shipshape: {ignore: [{control, reason}]}}`, with `container` for one container
 * alone, also without the list. What is not of that form has a problem.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html
 */
export function metadataIgnores({ metadata, path }: Resource, { at }: SourceDocument): readonly MetadataIgnore[] {
	const nearMiss = (where: DocumentPath, why: string): MetadataIgnore => {
		const problem = `this ignore hides nothing, because ${why}; write shipshape: {ignore: [{control: CONTROL, reason: REASON}]}`;
		return { at: at([...path, "Metadata", ...where], "key"), control: null, reason: null, container: null, problem };
	};
	const { shipshape } = fieldsIn(metadata);
	if (shipshape === undefined) {
		const nearMisses = Object.keys(fieldsIn(metadata)).filter((key) => /^shipshape(?:$|\W{0,3}ignor)/i.test(key));
		return nearMisses.map((key) => nearMiss([key], unreadKey(key)));
	}
	const { ignore, ...others } = fieldsIn(shipshape);
	const misspelled = Object.keys(others)
		.filter((key) => /ignor/i.test(key))
		.map((key) => nearMiss(["shipshape", key], unreadKey(key)));
	if (ignore === undefined)
		return misspelled.length > 0 ? misspelled : [nearMiss(["shipshape"], "shipshape has no ignore")];
	if (!Array.isArray(ignore) && !isFields(ignore))
		return [nearMiss(["shipshape", "ignore"], "it is neither an object nor a list of them")];
	const where = [...path, "Metadata", "shipshape", "ignore"];
	const items = [ignore].flat().map((written: unknown, index) => {
		const { control, reason, container = null } = fieldsIn(written);
		const isUsable = isFields(written) && (container === null || typeof container === "string");
		return {
			at: at(Array.isArray(ignore) ? [...where, index] : where, "value"),
			control: isUsable ? textIn(control) : null,
			reason: textIn(reason),
			container: textIn(container),
		};
	});
	return [...items, ...misspelled];
}

const unreadKey = (key: string): string => `the key "${formatForDisplay(key)}" is not read`;
