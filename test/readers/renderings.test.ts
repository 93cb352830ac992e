import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import { judge } from "../../core/judge.ts";
import { readCloudFormation } from "../../readers/cloudformation/read.ts";
import { readCompose } from "../../readers/compose/read.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { FileReader } from "../../readers/reader.ts";
import { readTaskDefinitions } from "../../readers/task-definition/read.ts";
import { readTerraform } from "../../readers/terraform/read.ts";
import { readTerraformPlan } from "../../readers/terraform-plan/read.ts";
import { readAt } from "../support/builders.ts";
import { containerModel } from "../support/container-model.ts";
import { asCloudFormation, asCompose, asTaskDefinition, asTerraform, asTerraformPlan } from "../support/renderings.ts";

/** One verdict each: there is one container. */
const asked = controls.filter(({ on, isOffByDefault }) => on === "task-definition" && isOffByDefault !== true);

/** Every verdict as `control status severity`. */
function verdictsOf(read: FileReader, text: string): readonly string[] {
	const beside = () => ({ missing: "there is none" });
	const document =
		read === readTerraform ? { value: null, at: () => ({ line: 1, column: 1 }) } : readDocument(text, "file");
	const { subjects } = read({ path: "file", text, document, readAt, readRelative: beside });
	return subjects
		.flatMap(({ facts }) => judge(controls, facts, defaultPolicy))
		.map(({ control, status, severity }) => `${control} ${status} ${severity}`)
		.sort();
}

const lastOfEachPath = <T extends { readonly path: string }>(all: readonly T[]): readonly T[] =>
	all.filter(({ path }, index) => all.findLastIndex((one) => one.path === path) === index);

test("property: one container gives the same verdicts as task definition, template, plan, Terraform file and Compose file", () => {
	fc.assert(
		fc.property(containerModel, (container) => {
			const verdicts = verdictsOf(readTaskDefinitions, asTaskDefinition(container));
			expect(verdicts).toHaveLength(asked.length);
			expect(verdictsOf(readCloudFormation, asCloudFormation(container, "json"))).toEqual(verdicts);
			expect(verdictsOf(readCloudFormation, asCloudFormation(container, "yaml"))).toEqual(verdicts);
			expect(verdictsOf(readTerraformPlan, asTerraformPlan(container))).toEqual(verdicts);
			expect(verdictsOf(readTerraform, asTerraform(container))).toEqual(verdicts);
			// Compose keeps the last of several entries of a list with the same target.
			const { tmpfs, mounts } = container;
			const kept = { ...container, tmpfs: lastOfEachPath(tmpfs), mounts: lastOfEachPath(mounts) };
			const expected = verdictsOf(readTaskDefinitions, asTaskDefinition(kept));
			expect(verdictsOf(readCompose, asCompose(container))).toEqual(expected);
		}),
		{ numRuns: 300 },
	);
});
