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
	const nearMiss = (where: DocumentPath, what: string): MetadataIgnore => {
		const problem = `${what} ignores nothing; write shipshape: {ignore: [{control: CONTROL, reason: REASON}]}`;
		return { at: at([...path, "Metadata", ...where], "key"), control: null, reason: null, container: null, problem };
	};
	const { shipshape } = fieldsIn(metadata);
	if (shipshape === undefined) {
		const nearMisses = Object.keys(fieldsIn(metadata)).filter((key) => /^shipshape(?:$|\W{0,3}ignor)/i.test(key));
		return nearMisses.map((key) => nearMiss([key], quoted(key)));
	}
	const { ignore, ...others } = fieldsIn(shipshape);
	const misspelled = Object.keys(others)
		.filter((key) => /ignor/i.test(key))
		.map((key) => nearMiss(["shipshape", key], quoted(key)));
	if (ignore === undefined)
		return misspelled.length > 0 ? misspelled : [nearMiss(["shipshape"], "shipshape without ignore")];
	if (!Array.isArray(ignore) && !isFields(ignore))
		return [nearMiss(["shipshape", "ignore"], "an ignore that is neither an object nor a list of them")];
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

const quoted = (key: string): string => `"${formatForDisplay(key)}"`;
