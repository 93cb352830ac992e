import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { MalformedEventError } from "../../../core/errors.ts";
import { parseResourceRequest, replyTermsOf } from "../../../pipeline/cloudformation-hook/request.ts";
import {
	aCloudControlRequest,
	aResourceRequest,
	compliantDefinition,
	stackId,
} from "../../support/resource-requests.ts";

const place = { partition: "aws", region: "ap-northeast-1", account: "111122223333" };

describe("a request", () => {
	test("of CloudFormation names the stack, the resource and its properties", () => {
		expect(parseResourceRequest(aResourceRequest(compliantDefinition))).toEqual({
			...{ type: "AWS::ECS::TaskDefinition", logicalId: "Web", operation: "create", properties: compliantDefinition },
			...{ stackId, stackName: "payments", place },
		});
	});

	test("of the Cloud Control API has no stack, and is where the hook is", () => {
		const request = { stackId: null, stackName: null, place, operation: "create" };
		expect(parseResourceRequest(aCloudControlRequest(compliantDefinition))).toMatchObject(request);
		const { hookModel: _, ...rest } = aCloudControlRequest(compliantDefinition);
		expect(parseResourceRequest(rest)).toMatchObject({ ...request, place: null });
	});

	test.each([
		["of another type", { type: "AWS::DynamoDB::Table" }, "resources of type AWS::DynamoDB::Table are not checked"],
		[
			"to delete a resource",
			{ point: "DELETE_PRE_PROVISION" },
			"DELETE_PRE_PROVISION is not checked: nothing is created or updated",
		],
	])("%s is not judged", (_, fields, notJudged) => {
		expect(parseResourceRequest(aResourceRequest(compliantDefinition, fields))).toEqual({ notJudged });
	});

	test.each<[unknown, string]>([
		[null, "request must be an object"],
		[{}, "requestData must be an object"],
		[{ requestData: {} }, "requestData.targetName must be a non-empty string"],
		[{ requestData: { targetName: "x" } }, "actionInvocationPoint must be a non-empty string"],
		[aResourceRequest([]), "requestData.targetModel.resourceProperties must be an object"],
		[aResourceRequest({}, { stackId: 5 }), "stackId must be a non-empty string"],
		[aResourceRequest({}, { stackId: "payments" }), "stackId must be the ARN of a stack"],
	])("that is malformed is rejected, naming the field: %#", (request, message) => {
		expect(() => parseResourceRequest(request)).toThrow(new MalformedEventError(message));
	});
});

test.each<[string, unknown, ReturnType<typeof replyTermsOf>]>([
	["CloudFormation", aResourceRequest({}), { clientRequestToken: "7b1c", maxMessage: 4_096 }],
	["the Cloud Control API", aCloudControlRequest({}), { clientRequestToken: "7b1c", maxMessage: 1_024 }],
	["a request without a token", { stackId }, { clientRequestToken: null, maxMessage: 4_096 }],
	["a token with the other spelling", { clientRequesttoken: "a" }, { clientRequestToken: "a", maxMessage: 1_024 }],
	["no object", "x", { clientRequestToken: null, maxMessage: 1_024 }],
])("the terms of a reply to %s", (_, request, terms) => {
	expect(replyTermsOf(request)).toEqual(terms);
});

/** Requests in the forms that AWS documents, with our own values. */
const own = join(import.meta.dirname, "../../support/hook-requests/cloudformation");

test.each([
	["task-definition-create", { type: "AWS::ECS::TaskDefinition", operation: "create", stackName: "orders-prod" }],
	["task-definition-cloud-control", { type: "AWS::ECS::TaskDefinition", operation: "create", stackName: null }],
	[
		"repository-update",
		{ type: "AWS::ECR::Repository", operation: "update", properties: { ImageTagMutability: "IMMUTABLE" } },
	],
	["repository-delete", { notJudged: expect.stringMatching(/is not checked/) }],
	["other-type-update", { notJudged: expect.stringMatching(/AWS::SQS::Queue are not checked/) }],
])("our sample %s is read", (name, expected) => {
	expect(readdirSync(own)).toHaveLength(5);
	expect(parseResourceRequest(JSON.parse(readFileSync(join(own, `${name}.json`), "utf8")))).toMatchObject(expected);
});

const samples = join(import.meta.dirname, "../../../../shared/samples/h-hooks");
const requests = existsSync(samples)
	? readdirSync(samples).filter((name) => name.includes("-cfn-hook-") && !name.includes("-reply-"))
	: [];

test("every request in the collected samples is read, if they are there", () => {
	for (const name of requests) {
		const request = parseResourceRequest(JSON.parse(readFileSync(join(samples, name), "utf8")));
		if (name.includes("taskdefinition")) expect(request).toMatchObject({ stackName: "MyStack", operation: "create" });
		else expect(request).toMatchObject({ notJudged: expect.stringMatching(/(?:is|are) not checked/) });
	}
});
