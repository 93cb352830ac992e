import { describe, expect, test } from "@jest/globals";
import { placesOf } from "../../../readers/terraform-plan/places.ts";
import { plannedResources } from "../../../readers/terraform-plan/plan.ts";
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
const textAt = (path: readonly (string | number)[], part: "key" | "value") => file.document.at(path, part);

describe("a field stands at its attribute", () => {
	const place = placesOf(file.document, definition, {});
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
	])("%s of %s", (field, container, path) => {
		expect(place(field, container)).toEqual(textAt(path, "key"));
	});

	test("or, where it is not written, at the resource", () => {
		expect(place("pidMode")).toEqual(textAt(values.slice(0, -1), "value"));
		expect(place("")).toEqual(textAt(values.slice(0, -1), "value"));
	});
});

describe("what stands in a resource of its own is found there", () => {
	test.each([
		[policy, textAt([...policy.at, "policy"], "key")],
		["open" as const, textAt(values.slice(0, -1), "value")],
		[null, textAt(values.slice(0, -1), "value")],
	])("%#", (elsewhere, expected) => {
		const place = placesOf(file.document, definition, { lifecyclePolicyText: elsewhere });
		expect(place("lifecyclePolicyText.rules.0")).toEqual(expected);
		expect(place("memory")).toEqual(textAt([...values, "memory"], "key"));
	});
});
