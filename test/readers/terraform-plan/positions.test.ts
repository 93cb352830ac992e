import { describe, expect, test } from "@jest/globals";
import { plannedResources } from "../../../readers/terraform-plan/plan.ts";
import { positionFinder } from "../../../readers/terraform-plan/positions.ts";
import { aPlan } from "../../support/plan.ts";
import { aFile } from "../../support/read-files.ts";

const file = aFile(
	aPlan([
		{
			address: "aws_ecs_task_definition.web",
			values: {
				container_definitions: "[]",
				memory: "512",
				network_mode: "host",
				volume: Array.from({ length: 11 }, (_, at) => ({ name: `v${at}` })),
				tags: { team: "shop" },
			},
		},
		{ address: "aws_ecr_lifecycle_policy.web", values: { policy: "{}", repository: "web" } },
	]),
);
const [definition, policy] = plannedResources(file.document.value);
if (definition === undefined || policy === undefined) throw new Error("the plan has no resources");
const values = [...definition.at];
const placeOf = ({ at }: { readonly at: readonly (string | number)[] }) => ({ document: file.document, at });
const textAt = (path: readonly (string | number)[], part: "key" | "value") => file.document.at(path, part);

describe("the position of a field in a plan", () => {
	const positionOf = positionFinder(placeOf, definition, {});
	test.each<[string, string | undefined, readonly (string | number)[]]>([
		["networkMode", undefined, [...values, "network_mode"]],
		["networkMode", "app", [...values, "network_mode"]],
		["memory", undefined, [...values, "memory"]],
		["memory", "app", [...values, "container_definitions"]],
		["volumes", undefined, [...values, "volume"]],
		["volumes.2", "app", [...values, "volume", 2]],
		["volumes.10", undefined, [...values, "volume", 10]],
		["volumes.10.host.sourcePath", undefined, [...values, "volume", 10]],
		["tags.team", undefined, [...values, "tags", "team"]],
		["user", "app", [...values, "container_definitions"]],
		["linuxParameters.tmpfs.0", "app", [...values, "container_definitions"]],
	])("is its attribute: %s of %s", (field, container, path) => {
		expect(positionOf(field, container)).toEqual(textAt(path, "key"));
	});

	test("is the resource when the attribute is not written", () => {
		expect(positionOf("pidMode")).toEqual(textAt(values.slice(0, -1), "value"));
		expect(positionOf("")).toEqual(textAt(values.slice(0, -1), "value"));
	});
});

describe("a policy in a resource of its own", () => {
	test.each([
		[policy, textAt([...policy.at, "policy"], "key")],
		[{ unread: "it is not seen" }, textAt(values.slice(0, -1), "value")],
		[null, textAt(values.slice(0, -1), "value")],
	])("has the position of that resource: %#", (elsewhere, expected) => {
		const positionOf = positionFinder(placeOf, definition, { lifecyclePolicyText: elsewhere });
		expect(positionOf("lifecyclePolicyText.rules.0")).toEqual(expected);
		expect(positionOf("memory")).toEqual(textAt([...values, "memory"], "key"));
	});
});
