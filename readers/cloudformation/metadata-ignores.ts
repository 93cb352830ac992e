import { fieldsIn, isFields, textIn } from "../../core/json.ts";
import type { SourceDocument } from "../document/source-document.ts";
import type { MetadataIgnore } from "../ignore.ts";
import type { Resource } from "./scope.ts";

/**
 * The ignores in the metadata of a resource: `Metadata: {shipshape: {ignore: [{control, reason}]}}`, with `container` for one container
 * alone. What is not of that form has no control and no reason.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html
 */
export function metadataIgnores({ metadata, path }: Resource, { at }: SourceDocument): readonly MetadataIgnore[] {
	const none = { control: null, reason: null, container: null };
	const { shipshape } = fieldsIn(metadata);
	if (shipshape === undefined) {
		const nearMisses = Object.keys(fieldsIn(metadata)).filter((key) => /^shipshape(?:$|\W{0,3}ignor)/i.test(key));
		return nearMisses.map((key) => ({ at: at([...path, "Metadata", key], "key"), ...none }));
	}
	const { ignore } = fieldsIn(shipshape);
	const where = [...path, "Metadata", "shipshape", "ignore"];
	if (!Array.isArray(ignore)) return [{ at: at(where, "key"), ...none }];
	return ignore.map((written: unknown, index) => {
		const { control, reason, container = null } = fieldsIn(written);
		const isUsable = isFields(written) && (container === null || typeof container === "string");
		return {
			at: at([...where, index], "value"),
			control: isUsable ? textIn(control) : null,
			reason: textIn(reason),
			container: textIn(container),
		};
	});
}
