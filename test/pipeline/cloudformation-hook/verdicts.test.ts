import { describe, expect, test } from "@jest/globals";
import type { Policy } from "../../../core/policy.ts";
import { HookedAccount } from "../../support/resource-hook.ts";
import {
	aCloudControlRequest,
	aResourceRequest,
	compliantDefinition,
	writableDefinition,
} from "../../support/resource-requests.ts";

const readOnlyRoot = "task-definition/read-only-root";
const [container] = compliantDefinition.ContainerDefinitions;
const withContainer = (fields: object) => ({
	...compliantDefinition,
	ContainerDefinitions: [{ ...container, ...fields }],
});
const repository = { RepositoryName: "web", ImageTagMutability: "MUTABLE" };
const onRepository = { type: "AWS::ECR::Repository" };
const unresolved = withContainer({ ReadonlyRootFilesystem: { Ref: "IsReadOnly" } });
const strict = { onUnknown: "block" } as const;
const immutable: Partial<Policy> = {
	controls: { "repository/tag-immutability": { enabled: true, blocking: true } },
};
const waived: Partial<Policy> = {
	waivers: [
		{
			...{ control: readOnlyRoot, resource: "task-definition/web", reason: "it writes to /var", owner: "web" },
			expires: "2026-12-31",
		},
	],
};
const scoped = (match: Policy["scopes"][number]["match"]): Partial<Policy> => ({
	scopes: [{ match, controls: { [readOnlyRoot]: { blocking: false } } }],
});
const tagged = (value: string) => ({
	...writableDefinition,
	Tags: [{ Key: "shipshape:break-glass", Value: value }],
});
const unnamed = { ...writableDefinition, Family: { "Fn::Sub": "vendor-${Stage}" } };
const pass = "no blocking control fails";
const refused = /^Web \(AWS::ECS::TaskDefinition\) is refused by the policy \| /;

type Row = readonly [string, unknown, Partial<Policy["block"]>, Partial<Policy>, "SUCCESS" | "FAILED", string | RegExp];
const rows: readonly Row[] = [
	["is compliant", aResourceRequest(compliantDefinition), {}, {}, "SUCCESS", pass],
	["has a writable root filesystem", aResourceRequest(writableDefinition), {}, {}, "FAILED", refused],
	[
		"is updated to a writable root filesystem",
		aResourceRequest(writableDefinition, { point: "UPDATE_PRE_PROVISION" }),
		...[{}, {}, "FAILED", refused],
	] as unknown as Row,
	["comes from the Cloud Control API", aCloudControlRequest(writableDefinition), {}, {}, "FAILED", refused],
	["is privileged", aResourceRequest(withContainer({ Privileged: "true" })), {}, {}, "FAILED", /not-privileged/],
	[
		"is deleted",
		aResourceRequest(writableDefinition, { point: "DELETE_PRE_PROVISION" }),
		{},
		{},
		"SUCCESS",
		/not checked/,
	],
	["has a waiver", aResourceRequest(writableDefinition), {}, waived, "SUCCESS", pass],
	[
		"is in a scope in which the control does not block",
		aResourceRequest(writableDefinition),
		{},
		scoped({ family: ["we*"] }),
		"SUCCESS",
		pass,
	],
	[
		"is in another Region than the scope",
		aResourceRequest(writableDefinition),
		{},
		scoped({ region: ["eu-*"] }),
		"FAILED",
		refused,
	],
	[
		"has no family, but a scope matches the name that CloudFormation generates",
		aResourceRequest({ ...writableDefinition, Family: undefined }),
		...[{}, scoped({ family: ["payments-Web-*"] }), "SUCCESS", pass],
	] as unknown as Row,
	[
		"is protected",
		aResourceRequest(writableDefinition),
		{ protected: ["web"] },
		{},
		"SUCCESS",
		/is not refused: the policy protects this family \| .*read-only-root/,
	],
	[
		"has a tag for break-glass",
		aResourceRequest(tagged("2026-11-30 ops incident 12")),
		{},
		{},
		"SUCCESS",
		/is not refused: break-glass by the tag/,
	],
	[
		"has a tag for break-glass that has ended",
		aResourceRequest(tagged("2026-11-20 ops incident 12")),
		{},
		{},
		"FAILED",
		/is refused by the policy; the tag shipshape:break-glass is ignored: expired on 2026-11-20 \| /,
	],
	[
		"has a family whose name is not resolved, which may be protected",
		aResourceRequest(unnamed),
		...[
			{ protected: ["vendor-*"] },
			{},
			"SUCCESS",
			/is not refused: cannot tell whether the policy exempts this family/,
		],
	] as unknown as Row,
	[
		"has a family whose name is not resolved, which may be protected, and the policy blocks the unknown",
		aResourceRequest(unnamed),
		{ protected: ["vendor-*"], ...strict },
		{},
		"FAILED",
		/cannot tell whether the policy exempts this family, because Fn::Sub .*is not resolved yet/,
	],
	[
		"depends on what is not resolved",
		aResourceRequest(unresolved),
		{},
		{},
		"SUCCESS",
		/Ref IsReadOnly is not resolved yet.*onUnknown is allow$/,
	],
	[
		"depends on what is not resolved, which the policy blocks",
		aResourceRequest(unresolved),
		strict,
		{},
		"FAILED",
		/Ref IsReadOnly is not resolved yet/,
	],
	[
		"has an image by a tag, of which ECR is not asked",
		aResourceRequest(compliantDefinition),
		strict,
		{},
		"SUCCESS",
		pass,
	],
	[
		"is a repository, on which no control blocks by default",
		aResourceRequest(repository, onRepository),
		{},
		{},
		"SUCCESS",
		pass,
	],
	[
		"is a mutable repository, which the policy blocks",
		aResourceRequest(repository, onRepository),
		{},
		immutable,
		"FAILED",
		/repository\/tag-immutability: web/,
	],
	[
		"is a repository with the name of a protected family",
		aResourceRequest(repository, onRepository),
		{ protected: ["web"] },
		immutable,
		"FAILED",
		/tag-immutability/,
	],
];

describe("a resource", () => {
	test.each(rows)("that %s", async (_, request, block, more, hookStatus, message) => {
		const reply = await new HookedAccount("enforce", block, more).ask(request);
		const expected = typeof message === "string" ? message : expect.stringMatching(message);
		const errorCode = hookStatus === "FAILED" ? { errorCode: "NonCompliant" } : {};
		expect(reply).toMatchObject({ hookStatus, message: expected, clientRequestToken: "7b1c", ...errorCode });
	});

	test("that would be refused goes on in audit mode, and the message says why", async () => {
		const reply = await new HookedAccount("audit").ask(aResourceRequest(writableDefinition));
		expect(reply).toMatchObject({
			hookStatus: "SUCCESS",
			message: expect.stringMatching(
				/ would have been refused, but the policy's mode is audit \| .*read-only-root: container app/,
			),
		});
	});

	test("is refused with the properties' names of CloudFormation in the advice", async () => {
		const { message } = await new HookedAccount("enforce").ask(aResourceRequest(writableDefinition));
		expect(message).toContain("ReadonlyRootFilesystem");
		expect(message).not.toContain("readonlyRootFilesystem to");
	});
});
