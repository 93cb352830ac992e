import { fieldsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { blocksIn, type ModuleBlock, moduleIn } from "../hcl/module.ts";
import { resourceDocument } from "../hcl/resource-document.ts";
import { inPlan, literalValue } from "../hcl/values.ts";
import type { FileReader, FileReading } from "../reader.ts";
import { liveResourcesAmong } from "../terraform-plan/live-resources.ts";
import { uncheckedTypes } from "../terraform-plan/notes.ts";
import type { PlaceOf } from "../terraform-plan/positions.ts";
import { registryOfResources } from "../terraform-plan/registry.ts";
import { subjectsOfResources } from "../terraform-plan/subjects.ts";
import { declaredResources, hiddenPolicies } from "./resources.ts";

/** What is said of a module in messages. */
const source = "the Terraform module";

/**
 * Reads a file in HCL: the ECS task definitions and ECR repositories that its `resource` blocks define, each `path#address`, as far as
 * their arguments are written literally. The other files of its folder are read for what they say of these. Throws BadInputError,
 * `path:line:column: what is wrong; what to write`.
 */
export const readTerraform: FileReader = (file) => {
	const { path, readAt } = file;
	const own = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
	const ownBlocks = blocksIn(file.text, path, own);
	const module = moduleIn("", file);
	const blocks = [...ownBlocks, ...module.blocks.filter((one) => one.file !== own)];
	const overridden = overriddenIn(blocks);
	const isOverridden = ({ block }: ModuleBlock) => overridden.has(block.labels.join("."));
	const document = resourceDocument(
		blocks.filter((one) => !isOverridden(one)),
		file,
		own,
	);
	const resources = declaredResources(document);
	const judged = new Set(resources.filter((_, index) => document.blocks[index]?.file === own));
	const hidden = hiddenPolicies(resources, blocks, { unread: module.unread, isOverridden: overridden.size > 0 });
	const all = [...resources, ...hidden];
	const placeOf: PlaceOf = ({ at }) => ({ document, at });
	const live = liveResourcesAmong([...judged], path, placeOf);
	const subjects = subjectsOfResources(all, {
		path,
		readAt,
		registry: registryOfResources(all, source, null),
		placeOf,
		isJudged: (planned) => judged.has(planned),
	});
	const notes = notesOf(ownBlocks, isOverridden);
	return { subjects, live, notes, leavesOpen: notes.length > 0 || subjects.some(({ facts }) => dependsOnPlan(facts)) };
};

const overrides = /^(?:override|.*_override)\.(?:tf|tofu)$/;

/** Labels of blocks that an override file changes. https://developer.hashicorp.com/terraform/language/files/override */
const overriddenIn = (blocks: readonly ModuleBlock[]): ReadonlySet<string> =>
	new Set(
		blocks
			.filter(({ file, block }) => overrides.test(file) && /^aws_ec[rs]_/.test(block.labels[0] ?? ""))
			.map(({ block }) => block.labels.join(".")),
	);

function notesOf(blocks: readonly ModuleBlock[], isOverridden: (block: ModuleBlock) => boolean): FileReading["notes"] {
	return blocks.flatMap((one) => {
		const text = isOverridden(one) ? "an override file changes it; check the plan instead" : noteOn(one);
		const name = formatForDisplay([...(one.block.type === "module" ? ["module"] : []), ...one.block.labels].join("."));
		return text === null ? [] : [{ at: one.positionOf(one.block.offset), text: `${name}: ${text}` }];
	});
}

function noteOn({ block }: ModuleBlock): string | null {
	const [type = ""] = block.labels;
	if (block.type === "resource") return uncheckedTypes.get(type) ?? null;
	if (block.type !== "module") return null;
	const from = block.body.attributes.find(({ name }) => name === "source");
	const written = from === undefined ? null : literalValue(from.expression);
	const isElsewhere = typeof written === "string" && !written.startsWith(".") && /(?:ec[rs]|fargate)\b/.test(written);
	return isElsewhere ? `what ${formatForDisplay(written)} defines is not read; check the plan instead` : null;
}

/** Whether a part of the facts is only known in a plan. */
function dependsOnPlan(part: unknown): boolean {
	if (typeof part !== "object" || part === null) return false;
	const { unresolved, unread } = fieldsIn(part);
	return isOnlyInPlan(unresolved) || isOnlyInPlan(unread) || Object.values(part).some(dependsOnPlan);
}

const isOnlyInPlan = (reason: unknown): boolean => typeof reason === "string" && reason.includes(inPlan);
