import { type Fields, fieldsIn, isFields, itemsIn } from "../../core/json.ts";

/**
 * Blocks that are read here: the provider computes none of them, so an unknown one is a `dynamic` block.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const blocks: ReadonlySet<string> = new Set([
	"docker_volume_configuration",
	"efs_volume_configuration",
	"encryption_configuration",
	"image_scanning_configuration",
	"image_tag_mutability_exclusion_filter",
	"repository_filter",
	"rule",
	"runtime_platform",
	"volume",
]);

const afterApply = { unresolved: "it is only known after apply" };

/**
 * A resource's planned values with `Unresolved` for unknown ones (`after_unknown`). What the configuration does
 * not write is left to the provider and counts as absent, so that computed values are not unknown. Contents of `dynamic`
 * blocks are not in the configuration of a plan: they count as written.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function plannedValue(value: unknown, unknown: unknown, configured: unknown): unknown {
	if (unknown === true) return afterApply;
	if (Array.isArray(value) || Array.isArray(unknown)) {
		const [values, unknowns, parts] = [itemsIn(value), itemsIn(unknown), itemsIn(configured)];
		return Array.from({ length: Math.max(values.length, unknowns.length) }, (_, index) =>
			plannedValue(values[index], unknowns[index], parts[index]),
		);
	}
	if (!isFields(value) && !isFields(unknown)) return value;
	const [fields, unknowns] = [fieldsIn(value), fieldsIn(unknown)];
	// Drops `unresolved`, so that a document cannot fake an unresolved value.
	const names = [...new Set([...Object.keys(fields), ...Object.keys(unknowns)])].filter(
		(name) => name !== "unresolved",
	);
	return Object.fromEntries(names.map((name) => [name, fieldOf(name, fields, unknowns, configured)]));
}

function fieldOf(name: string, values: Fields, unknowns: Fields, configured: unknown): unknown {
	const isLeftOut = isBlock(configured) && !(name in configured) && !blocks.has(name);
	if (unknowns[name] === true && isLeftOut) return null;
	return plannedValue(values[name], unknowns[name], isBlock(configured) ? configured[name] : undefined);
}

/** Whether these are the expressions of a block by name; a single expression has references or, for a function, nothing. */
const isBlock = (configured: unknown): configured is Fields =>
	isFields(configured) && !("references" in configured) && Object.keys(configured).length > 0;
