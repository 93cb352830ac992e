import { fieldsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { DocumentPath } from "../document/source-document.ts";
import { valueAt } from "../document/value-at.ts";
import type { SourceFile } from "../source-file.ts";
import type { Definition } from "./definitions.ts";

/** What ECS would refuse, and what is probably meant as an ignore: `shipshape`, `shipshape:ignore`, `x-shipshape`. */
const ownKey = /^(?:x-)?shipshape/i;

/**
 * Remarks on keys of a definition or a container that were probably meant to be ignores, as the metadata of a template are. RegisterTaskDefinition
 * accepts no other keys than its own: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export function ignoredKeys(
	{ at, containersAt, fields }: Definition,
	{ path, document }: Pick<SourceFile, "path" | "document">,
): readonly string[] {
	const containers = valueAt(document.value, containersAt);
	const places: readonly (readonly [DocumentPath, unknown])[] = [
		[at, fields],
		...(Array.isArray(containers) ? containers : []).map((one, index) => [[...containersAt, index], one] as const),
	];
	return places.flatMap(([where, written]) =>
		Object.entries(fieldsIn(written)).flatMap(([key, value]) => {
			const isMeant = ownKey.test(key) || (/^metadata$/i.test(key) && Object.keys(fieldsIn(value)).some(isOwn));
			if (!isMeant) return [];
			const { line, column } = document.at([...where, key], "key");
			const why = `${formatForDisplay(key)} hides nothing: ECS refuses task definitions with keys that it does not know`;
			return [`${path}:${line}:${column}: ${why}; remove it, and write a waiver in the policy (shipshape.yaml)`];
		}),
	);
}

const isOwn = (key: string): boolean => ownKey.test(key);
