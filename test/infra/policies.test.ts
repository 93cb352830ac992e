import { expect, test } from "@jest/globals";
import { blockTag } from "../../domain/blocks/block-tag.ts";
import { filesBelow, textOf } from "../support/docs.ts";
import type { PolicyDocument } from "../support/policy-evaluator.ts";

const documents = filesBelow("infra/policies", ".json");

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic Container Service", September 2026. */
const ecs: Readonly<Record<string, { readonly on: string; readonly keys: readonly string[] }>> = {
	"ecs:RunTask": { on: "task-definition", keys: ["aws:ResourceTag"] },
	"ecs:StartTask": { on: "task-definition", keys: ["aws:ResourceTag"] },
	"ecs:TagResource": { on: "task-definition", keys: ["aws:TagKeys"] },
	"ecs:UntagResource": { on: "task-definition", keys: ["aws:TagKeys"] },
	"ecs:RegisterTaskDefinition": { on: "task-definition", keys: ["aws:TagKeys"] },
	"ecs:CreateService": { on: "service", keys: ["ecs:task-definition"] },
	"ecs:UpdateService": { on: "service", keys: ["ecs:task-definition"] },
	"ecs:CreateTaskSet": { on: "task-set", keys: ["ecs:task-definition"] },
	"ecs:CreateExpressGatewayService": { on: "service", keys: ["ecs:task-definition"] },
	"ecs:UpdateExpressGatewayService": { on: "service", keys: ["ecs:task-definition"] },
};
/** Of every request (IAM user guide, "AWS global condition context keys"). */
const global = ["aws:PrincipalArn"];

test("there are three", () => {
	expect(documents).toHaveLength(3);
});

test.each(documents)("%s denies only, and no more than a service control policy can hold", (path) => {
	const text = textOf(path);
	const { Version, Statement } = JSON.parse(text) as PolicyDocument;
	expect(Version).toBe("2012-10-17");
	expect(Statement.map(({ Effect }) => Effect)).toEqual(Statement.map(() => "Deny"));
	expect(text.length).toBeLessThanOrEqual(5_120);
});

test.each(documents)(
	"%s uses actions with the condition keys and the type of resource that AWS lists for them",
	(path) => {
		const { Statement } = JSON.parse(textOf(path)) as PolicyDocument;
		for (const { Action, Resource, Condition = {} } of Statement) {
			const keys = Object.values(Condition).flatMap((of) => Object.keys(of).map((key) => key.replace(/\/.*/, "")));
			for (const action of [Action].flat()) {
				expect([...global, ...(ecs[action]?.keys ?? [])]).toEqual(expect.arrayContaining(keys));
				expect(["*", `arn:*:ecs:*:*:${ecs[action]?.on}/*`]).toContain(Resource);
			}
		}
	},
);

test("the documents name the tag that is set", () => {
	const named = documents.flatMap((path) => textOf(path).match(/shipshape:[\w-]+/gi) ?? []);
	expect(new Set(named)).toEqual(new Set([blockTag]));
});
