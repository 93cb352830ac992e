import { describe, expect, test } from "@jest/globals";
import { planNotes } from "../../../readers/terraform-plan/notes.ts";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { aPlan } from "../../support/plan.ts";
import { aFile } from "../../support/read-files.ts";

const failed = "planning failed, so the plan is incomplete; fix the error and plan again";
const partial = "the plan is incomplete (targets or deferred changes); apply it and plan again, without -target";
const textsOf = (plan: unknown) => planNotes(plan).map(({ text }) => text);

describe("an incomplete plan", () => {
	test.each<[object, readonly string[]]>([
		[{ errored: true }, [failed]],
		[{ errored: true, complete: false }, [failed]],
		[{ complete: false }, [partial]],
		[{ errored: false, complete: false }, [partial]],
		[{ errored: false, complete: true }, []],
		[{ errored: "true", complete: "false" }, []],
		[{}, []],
	])("is noted: %j", (more, expected) => {
		expect(textsOf(aPlan([], more))).toEqual(expected);
	});

	test("has the note at the field that reports it", () => {
		const { notes } = readTerraformPlan(aFile(aPlan([], { complete: false }), "plan.json"));
		expect(notes).toEqual([{ at: { line: 15, column: 2 }, text: partial }]);
	});

	test("names deferred resources that would be judged or would affect a verdict", () => {
		const deferred = (type: string, reason?: unknown, mode = "managed") => ({
			reason,
			resource_change: { address: `module.a.${type}.web[*]`, type, mode },
		});
		const plan = aPlan([], {
			deferred_changes: [
				deferred("aws_ecs_task_definition", "instance_count_unknown"),
				deferred("aws_s3_bucket", "instance_count_unknown"),
				deferred("aws_ecr_repository", "a\nb", "data"),
				deferred("aws_ecr_lifecycle_policy", 5),
				deferred("awscc_ecr_repository", "x"),
				{ resource_change: { type: "aws_ecr_repository" } },
				null,
			],
		});
		const later = "plan again after the rest is applied";
		expect(planNotes(plan)).toEqual([
			{
				at: ["deferred_changes", 0],
				text: `module.a.aws_ecs_task_definition.web[*]: its change is deferred (instance_count_unknown); ${later}`,
			},
			{
				at: ["deferred_changes", 3],
				text: `module.a.aws_ecr_lifecycle_policy.web[*]: its change is deferred; ${later}`,
			},
			{
				at: ["deferred_changes", 4],
				text: `module.a.awscc_ecr_repository.web[*]: its change is deferred (x); ${later}`,
			},
			{ at: ["deferred_changes", 5], text: `aws_ecr_repository: its change is deferred; ${later}` },
		]);
	});
});

describe("an unchecked resource", () => {
	const elsewhere =
		"resources of the awscc provider are not read; check them in the account, or define them with the aws provider";
	const template = "its template is a separate file; check that file by itself";
	const created = "the repositories that it creates are checked in the account, not here";
	test.each([
		["awscc_ecs_task_definition", elsewhere],
		["awscc_ecr_repository", elsewhere],
		["awscc_ecr_repository_creation_template", created],
		["aws_ecr_repository_creation_template", created],
		["aws_ecs_express_gateway_service", "the task definition that it creates is checked in the account, not here"],
		["aws_cloudformation_stack", template],
		["aws_cloudformation_stack_set", template],
	])("is noted: %s", (type, why) => {
		const address = `${type}.web`;
		const root = { resources: [null, { address, type, mode: "managed", name: "web", values: {} }] };
		const below = { child_modules: [null, root] };
		const plan = (root_module: object) => ({ planned_values: { root_module } });
		expect(planNotes(plan(root))).toEqual([
			{ at: ["planned_values", "root_module", "resources", 1], text: `${address}: ${why}` },
		]);
		expect(planNotes(plan(below))).toEqual([
			{ at: ["planned_values", "root_module", "child_modules", 1, "resources", 1], text: `${address}: ${why}` },
		]);
		expect(readTerraformPlan(aFile(plan(below))).subjects).toEqual([]);
	});

	test.each([
		["what is asked for", { address: "data.awscc_ecr_repository.web", type: "awscc_ecr_repository", mode: "data" }],
		["what is judged", { address: "aws_ecr_repository.web", type: "aws_ecr_repository", mode: "managed" }],
		["what is of others", { address: "aws_s3_bucket.web", type: "aws_s3_bucket", mode: "managed" }],
	])("is not noted: %s", (_, resource) => {
		expect(textsOf({ planned_values: { root_module: { resources: [resource] } } })).toEqual([]);
	});

	test("is noted without an address", () => {
		const root_module = { resources: [{ type: "awscc_ecr_repository" }] };
		expect(textsOf({ planned_values: { root_module } })).toEqual([`(no address): ${elsewhere}`]);
	});
});
