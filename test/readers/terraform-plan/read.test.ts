import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { looksLikeTerraformPlan } from "../../../readers/terraform-plan/recognize.ts";
import { aPlan, type PlannedResource } from "../../support/plan.ts";
import { aFile, asTaskDefinition, onlySubject } from "../../support/read-files.ts";
import { refusalOf } from "../../support/refused.ts";

const definition = (values: object = {}): PlannedResource => ({
	address: "aws_ecs_task_definition.web",
	values: { family: "web", container_definitions: "[]", ...values },
});
const read = (resources: readonly PlannedResource[]) => readTerraformPlan(aFile(aPlan(resources), "plan.json"));

describe("a plan", () => {
	test("gives no subjects for data sources, deleted resources or other providers", () => {
		const data = {
			address: "data.aws_ecr_repository.web",
			mode: "data",
			type: "aws_ecr_repository",
			name: "web",
			values: {},
		};
		const others = { address: "aws_s3_bucket.b", type: "aws_s3_bucket", mode: "managed", name: "b", values: {} };
		const planned_values = { root_module: { resources: [data, others, null, { type: "aws_ecr_repository" }] } };
		expect(readTerraformPlan(aFile({ planned_values })).subjects).toEqual([]);
	});

	test("ignores unknown values of a deposed object", () => {
		const plan = aPlan([definition({ memory: "512" })]);
		const deposed = {
			address: "aws_ecs_task_definition.web",
			deposed: "0badf00d",
			change: { after_unknown: { memory: true } },
		};
		const { resource_changes } = plan as { resource_changes: readonly object[] };
		const file = aFile({ ...plan, resource_changes: [...resource_changes, deposed] });
		expect(asTaskDefinition(onlySubject(readTerraformPlan(file))).memoryMiB).toBe(512);
	});

	test.each([
		[{ planned_values: { root_module: {} } }, true],
		[{ planned_values: { root_module: null } }, true],
		[{ planned_values: { outputs: {} } }, false],
		[{ planned_values: {} }, false],
		[{ values: { root_module: {} } }, false],
		[null, false],
	])("is recognized (%j): %j", (value, expected) => {
		expect(looksLikeTerraformPlan(value)).toBe(expected);
	});

	test.each(["0.1", "1.0", "1.99", undefined, ""])("is read in format version %j", (format_version) => {
		expect(readTerraformPlan(aFile({ format_version, planned_values: { root_module: {} } }))).toEqual({
			subjects: [],
			notes: [],
			sources: expect.any(Function),
			answersFor: expect.any(Function),
			remarks: expect.any(Function),
		});
	});

	test.each([
		[{ values: {} }],
		[{ format_version: "10.0", planned_values: { root_module: {} } }],
		[{ format_version: "v1.0", planned_values: { root_module: {} } }],
		[{ format_version: "2.0", planned_values: { root_module: {} } }],
	])("is refused: %j", (value) => {
		const what = "not a plan of format version 0 or 1; write the output of terraform show -json PLAN";
		expect(refusalOf(() => readTerraformPlan(aFile(value)))).toBe(`app.json:1:1: ${what}`);
	});

	test("has the position of the JSON text for every field of a container", () => {
		const { positionOf } = onlySubject(
			read([definition({ container_definitions: '[{"name":"app"}]', memory: "1", volume: [{ name: "v" }] })]),
		);
		expect(positionOf("user", "app")).toEqual({ line: 14, column: 7 });
		expect(positionOf("memory", "app")).toEqual({ line: 14, column: 7 });
		expect(positionOf("memory")).toEqual({ line: 15, column: 7 });
		expect(positionOf("volumes.0", "app")).toEqual({ line: 17, column: 8 });
		expect(positionOf("pidMode")).toEqual({ line: 7, column: 5 });
		expect(positionOf("volumes")).toEqual({ line: 16, column: 7 });
		expect(positionOf("volumes.0.efsVolumeConfiguration")).toEqual({ line: 17, column: 8 });
		expect(positionOf("volumes.0.name", "app")).toEqual({ line: 17, column: 8 });
		expect(positionOf("pidMode", "app")).toEqual({ line: 14, column: 7 });
	});

	test("is read without an error whatever it contains", () => {
		const key = fc.constantFrom(
			"container_definitions",
			"volume",
			"name",
			"repository",
			"policy",
			"rule",
			"image_scanning_configuration",
			"platform_version",
			"task_definition",
			"unresolved",
			"efs_volume_configuration",
		);
		const type = fc.constantFrom(
			"aws_ecr_repository",
			"aws_ecs_task_definition",
			"aws_ecs_service",
			"aws_ecr_lifecycle_policy",
			"aws_ecr_repository_policy",
			"aws_ecr_registry_scanning_configuration",
			"aws_ecr_pull_through_cache_rule",
		);
		const values = fc.object({
			key,
			values: [fc.constantFrom("web", "[]", '[{"name":"a"}]'), fc.boolean(), fc.constant(null)],
		});
		const resource = fc.record({ address: fc.constantFrom("a", "b"), type, name: fc.constant("web"), values });
		const change = fc.record({ address: fc.constantFrom("a", "b"), change: fc.record({ after_unknown: values }) });
		fc.assert(
			fc.property(
				fc.array(resource, { maxLength: 6 }),
				fc.array(change, { maxLength: 4 }),
				(resources, resource_changes) => {
					const plan = { planned_values: { root_module: { resources } }, resource_changes };
					const { subjects } = readTerraformPlan(aFile(plan));
					for (const { positionOf } of subjects) expect(positionOf("volumes.0", "a").line).toBeGreaterThan(0);
				},
			),
		);
	});
});
