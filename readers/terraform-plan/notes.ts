import { type Fields, fieldsIn, itemsIn, textIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { DocumentPath } from "../document/source-document.ts";

/** A part of a plan that is not checked, and its path. */
export interface PlanNote {
	readonly at: DocumentPath;
	readonly text: string;
}

const awsccAdvice =
	"resources of the awscc provider are not read; check them in the account, or define them with the aws provider";

/** Related resource types; a note reports that they are not checked. */
export const uncheckedTypes: ReadonlyMap<string, string> = new Map([
	["aws_cloudformation_stack", "its template is a separate file; check that file by itself"],
	["aws_cloudformation_stack_set", "its template is a separate file; check that file by itself"],
	["aws_ecr_repository_creation_template", "the repositories that it creates are checked in the account, not here"],
	["aws_ecs_express_gateway_service", "the task definition that it creates is checked in the account, not here"],
	["awscc_ecr_repository", awsccAdvice],
	["awscc_ecr_repository_creation_template", "the repositories that it creates are checked in the account, not here"],
	["awscc_ecs_task_definition", awsccAdvice],
]);

/** Whether a resource type is judged, or affects the verdict on another resource. */
const isRelevant = (type: string): boolean => /^aws_ec[rs]_/.test(type) || uncheckedTypes.has(type);

/** Notes for what a plan leaves out, and for its resources that are not checked. */
export function planNotes(plan: unknown): readonly PlanNote[] {
	const { planned_values: planned } = fieldsIn(plan);
	const root = ["planned_values", "root_module"];
	return [
		...incompleteNotes(fieldsIn(plan)),
		...deferredNotes(plan),
		...uncheckedNotes(fieldsIn(planned)["root_module"], root),
	];
}

/** https://developer.hashicorp.com/terraform/internals/json-format#plan-representation; plans before Terraform 1.8 have no `complete`. */
function incompleteNotes({ errored, complete }: Fields): readonly PlanNote[] {
	if (errored === true) {
		return [{ at: ["errored"], text: "planning failed, so the plan is incomplete; fix the error and plan again" }];
	}
	const text = "the plan is incomplete (targets or deferred changes); apply it and plan again, without -target";
	return complete === false ? [{ at: ["complete"], text }] : [];
}

function deferredNotes(plan: unknown): readonly PlanNote[] {
	return itemsIn(fieldsIn(plan)["deferred_changes"]).flatMap((deferred, index) => {
		const { reason, resource_change: change } = fieldsIn(deferred);
		const { address, type, mode } = fieldsIn(change);
		if (mode === "data" || !isRelevant(textIn(type) ?? "")) return [];
		const why = textIn(reason) === null ? "" : ` (${formatForDisplay(String(reason))})`;
		const name = formatForDisplay(textIn(address) ?? String(type));
		const text = `${name}: its change is deferred${why}; plan again after the rest is applied`;
		return [{ at: ["deferred_changes", index], text }];
	});
}

function uncheckedNotes(module: unknown, at: DocumentPath): readonly PlanNote[] {
	const { resources, child_modules: children } = fieldsIn(module);
	const own = itemsIn(resources).flatMap((resource, index) => {
		const { address, type, mode } = fieldsIn(resource);
		const why = mode === "data" ? undefined : uncheckedTypes.get(textIn(type) ?? "");
		if (why === undefined) return [];
		const name = formatForDisplay(textIn(address) ?? "(no address)");
		return [{ at: [...at, "resources", index], text: `${name}: ${why}` }];
	});
	return [
		...own,
		...itemsIn(children).flatMap((child, index) => uncheckedNotes(child, [...at, "child_modules", index])),
	];
}
