import { isFields } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import type { DocumentPath } from "../document/source-document.ts";
import type { ModuleBlock } from "../hcl/module.ts";
import { type ResourceBlock, type ResourceDocument, valuesPath } from "../hcl/resource-document.ts";
import { type Block, type Expression, referencesIn } from "../hcl/syntax.ts";
import type { PlannedResource } from "../terraform-plan/plan.ts";

/** The resources of a module as those of a plan. One with `count` or `for_each` is one resource. */
export const declaredResources = ({ blocks, value }: ResourceDocument): readonly PlannedResource[] =>
	blocks.map((one, index) => ({
		address: `${one.type}.${one.name}`,
		module: "",
		type: one.type,
		name: one.name,
		index: undefined,
		existence: existenceOf(one),
		values: withDefaultTags(value.resources[index]?.values ?? {}),
		provider: providerOf(one.block),
		references: (path) => referencesAt(one.block, path),
		at: valuesPath(index),
	}));

const attribute = ({ body }: Block, name: string): Expression | null =>
	body.attributes.find((one) => one.name === name)?.expression ?? null;

/** The source of `count` or `for_each`. */
function existenceOf({ block, text }: ResourceBlock): string | null {
	const condition = attribute(block, "count") ?? attribute(block, "for_each");
	if (condition === null || (condition.is === "literal" && Number(condition.value) > 0)) return null;
	return text.slice(condition.offset, condition.end).replace(/\s+/g, " ");
}

/** The tags of a plan include those of the provider, which may be configured elsewhere. */
function withDefaultTags(values: PlannedResource["values"]): PlannedResource["values"] {
	const { tags = {} } = values;
	const unknown = { unresolved: "the default_tags of the provider may add others" };
	return { ...values, tags_all: isFields(tags) && !isUnresolved(tags) ? { ...tags, "": unknown } : tags };
}

function providerOf(block: Block): string {
	const written = attribute(block, "provider");
	return written?.is === "reference" ? written.steps.join(".") : "aws";
}

/** Each reference with its attribute and without, as a plan lists them. `each.value` stands for what `for_each` refers to. */
function referencesAt(block: Block, [name, index, ...rest]: DocumentPath): readonly string[] {
	if (rest.length > 0) {
		const inner = block.body.blocks.filter(({ type }) => type === name)[Number(index)];
		return inner === undefined ? [] : referencesAt(inner, rest);
	}
	const expression = attribute(block, String(name));
	const steps = expression === null ? [] : referencesIn(expression).map((one) => one.steps);
	const loop = attribute(block, "for_each");
	const ofLoop = steps.some(([first]) => first === "each") && loop !== null ? referencesIn(loop) : [];
	return [...steps, ...ofLoop.map((one) => one.steps)].flatMap((one) =>
		one[0] === "each" ? [] : [...new Set([one.join("."), one.slice(0, 2).join(".")])],
	);
}

/**
 * Policies that a repository may have and that are not seen: a module that gets its name may add them, and so may a file that could not
 * be read.
 */
export function hiddenPolicies(
	resources: readonly PlannedResource[],
	blocks: readonly ModuleBlock[],
	where: { readonly unread: readonly string[]; readonly isOverridden: boolean },
): readonly PlannedResource[] {
	const ofAll = unseenInFiles(where);
	const named = new Map(
		blocks
			.filter(({ block }) => block.type === "module")
			.flatMap(({ block }) => addressesGivenTo(block).map((address) => [address, unseenInModule(block)] as const)),
	);
	return resources.flatMap((owner) => {
		const unseen = owner.type === "aws_ecr_repository" ? (ofAll ?? named.get(owner.address)) : undefined;
		if (unseen === undefined) return [];
		return ["aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"].map((type) => ({
			...owner,
			address: `hidden ${type} of ${owner.address}`,
			type,
			existence: "hidden",
			unseen,
			values: { repository: { unresolved: "it is not seen" } },
			references: ([name]: DocumentPath) => (name === "repository" ? [owner.address] : []),
		}));
	});
}

/** The resources whose name a module gets. */
const addressesGivenTo = ({ body }: Block): readonly string[] =>
	body.attributes
		.flatMap(({ expression }) => referencesIn(expression))
		.filter(({ steps }) => steps.length < 3 || ["id", "name", "arn"].includes(steps[2] ?? ""))
		.map(({ steps }) => steps.slice(0, 2).join("."));

const unseenInModule = ({ labels: [name = ""] }: Block): string =>
	`module ${formatForDisplay(name)} gets its name and may add one, which is not read`;

function unseenInFiles({ unread, isOverridden }: { unread: readonly string[]; isOverridden: boolean }) {
	const names = unread.map(formatForDisplay);
	const are = names.length === 1 ? "is" : "are";
	if (names.length > 0) return `${formatList(names, 3)} ${are} not read and may have one`;
	return isOverridden ? "an override file, which is not read, may change it" : undefined;
}
