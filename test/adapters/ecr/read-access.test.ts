import { ECRClient, GetRepositoryPolicyCommand, ListTagsForResourceCommand } from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readAccessPolicy, readTags } from "../../../adapters/ecr/read-access.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const ecr = mockClient(ECRClient);
const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments";
const gone = awsError("RepositoryNotFoundException");
beforeEach(() => {
	ecr.reset();
});

describe("the repository policy", () => {
	const read = () => readAccessPolicy(new ECRClient({}), "payments");

	test.each<[string, string, unknown]>([
		["a document", '{"Statement":[{"Effect":"Deny"}]}', { value: { Statement: [{ Effect: "Deny" }] } }],
		["JSON of another kind", "[]", { value: [] }],
		["no JSON", "{", { unread: "ecr:GetRepositoryPolicy returned a policy that is not JSON" }],
		["nothing", "", { unread: "ecr:GetRepositoryPolicy returned a policy that is not JSON" }],
	])("%s", async (_, policyText, expected) => {
		ecr.on(GetRepositoryPolicyCommand).resolves({ policyText });
		expect(await read()).toEqual(expected);
		expect(ecr.commandCalls(GetRepositoryPolicyCommand)[0]?.args[0].input).toEqual({ repositoryName: "payments" });
	});

	test("is null if there is none", async () => {
		ecr.on(GetRepositoryPolicyCommand).rejects(awsError("RepositoryPolicyNotFoundException"));
		expect(await read()).toEqual({ value: null });
	});

	test("a response without a policy does not mean that there is none", async () => {
		ecr.on(GetRepositoryPolicyCommand).resolves({});
		expect(await read()).toEqual({ unread: "ecr:GetRepositoryPolicy returned an incomplete response" });
	});

	test("is unread if denied; a deleted repository and temporary errors are thrown", async () => {
		ecr.on(GetRepositoryPolicyCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toEqual({ unread: "ecr:GetRepositoryPolicy was denied (AccessDeniedException)" });
		ecr.on(GetRepositoryPolicyCommand).rejects(gone);
		await expect(read()).rejects.toBe(gone);
		ecr.on(GetRepositoryPolicyCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toBeInstanceOf(TryLaterError);
	});
});

describe("tags", () => {
	const read = () => readTags(new ECRClient({}), arn);

	test("become a record", async () => {
		ecr.on(ListTagsForResourceCommand).resolves({
			tags: [
				{ Key: "team", Value: "web" },
				{ Key: "empty", Value: undefined },
				{ Key: undefined, Value: "x" },
			],
		});
		expect(await read()).toEqual({ value: { team: "web", empty: "" } });
		expect(ecr.commandCalls(ListTagsForResourceCommand)[0]?.args[0].input).toEqual({ resourceArn: arn });
	});

	test("are empty if there are none", async () => {
		ecr.on(ListTagsForResourceCommand).resolves({ tags: [] });
		expect(await read()).toEqual({ value: {} });
	});

	test("a response without a list does not mean that there are none", async () => {
		ecr.on(ListTagsForResourceCommand).resolves({});
		expect(await read()).toEqual({ unread: "ecr:ListTagsForResource returned an incomplete response" });
	});

	test("are unread if denied; a deleted repository is thrown", async () => {
		ecr.on(ListTagsForResourceCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toEqual({ unread: "ecr:ListTagsForResource was denied (AccessDeniedException)" });
		ecr.on(ListTagsForResourceCommand).rejects(gone);
		await expect(read()).rejects.toBe(gone);
	});
});
