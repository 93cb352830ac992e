import { expect, test } from "@jest/globals";
import { controlsByProperties } from "../../controls/by-properties.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import { judge } from "../../core/judge.ts";
import { proposedResource } from "../../pipeline/cloudformation-hook/facts.ts";
import { parseResourceRequest } from "../../pipeline/cloudformation-hook/request.ts";
import { aResourceRequest, compliantDefinition } from "../support/resource-requests.ts";

const enabled = Object.entries(defaultPolicy.controls).map(([id, settings]) => [id, { ...settings, enabled: true }]);
const policy = { ...defaultPolicy, controls: Object.fromEntries(enabled) };
const rules = [
	{
		rulePriority: 1,
		selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 },
		action: { type: "expire" },
	},
];

/** The controls without an answer on a resource, of which every property is known. */
function unknownOn(type: string, properties: object): readonly string[] {
	const request = parseResourceRequest(aResourceRequest(properties, { type }));
	if ("notJudged" in request) throw new Error(request.notJudged);
	const { facts } = proposedResource(request, "2026-11-21T12:00:00.000Z");
	return judge(controls, facts, policy).flatMap(({ control, status }) => (status === "unknown" ? control : []));
}

test("the controls that are left out are those without an answer although every property is known", () => {
	const unknown = [
		...unknownOn("AWS::ECR::Repository", {
			RepositoryName: "web",
			LifecyclePolicy: { LifecyclePolicyText: JSON.stringify({ rules }) },
		}),
		...unknownOn("AWS::ECS::TaskDefinition", compliantDefinition),
	];
	const judged = new Set(controlsByProperties.map(({ id }) => id));
	const leftOut = controls.filter(({ id, on }) => ["repository", "task-definition"].includes(on) && !judged.has(id));
	expect(leftOut.map(({ id }) => id)).toEqual(unknown.toSorted());
});
