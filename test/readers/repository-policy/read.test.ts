import { describe, expect, test } from "@jest/globals";
import { readRepositoryPolicyFile } from "../../../readers/repository-policy/read.ts";
import { looksLikeRepositoryPolicy } from "../../../readers/repository-policy/recognize.ts";
import { aFile, asRepository, onlySubject } from "../../support/read-files.ts";
import { refusalOf } from "../../support/refused.ts";

const statement = { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" };
const access = { Version: "2012-10-17", Statement: [statement] };
const unknown = { unresolved: "the file does not name the account of the repository" };

describe("a repository policy", () => {
	test.each([
		["by itself", access],
		["as ECR answers it", { policyText: JSON.stringify(access) }],
	])("is the only known fact of its repository: %s", (_, value) => {
		const subject = onlySubject(readRepositoryPolicyFile(aFile(value)));
		expect(looksLikeRepositoryPolicy(value)).toBe(true);
		expect(asRepository(subject)).toMatchObject({ name: "app", account: unknown, accessPolicy: { value: access } });
		expect(asRepository(subject).lifecyclePolicy).toEqual({ unread: "the file contains only a policy" });
		expect(subject.onlyField).toBe("repositoryPolicyText");
	});

	test.each([
		["repositoryPolicyText", 1],
		["repositoryPolicyText.Statement", 3],
		["repositoryPolicyText.Statement.0", 4],
		["repositoryPolicyText.Statement.1", 9],
		["repositoryPolicyText.Statement.1.Principal", 11],
		["repositoryPolicyText.Statement.2", 3],
	])("has the field %s on line %i, or on the line of the text that contains it", (field, line) => {
		const value = { ...access, Statement: [statement, statement] };
		expect(onlySubject(readRepositoryPolicyFile(aFile(value))).positionOf(field).line).toBe(line);
		const embedded = { repositoryName: "web", policyText: JSON.stringify(value) };
		expect(onlySubject(readRepositoryPolicyFile(aFile(embedded))).positionOf(field).line).toBe(3);
	});

	test("is unread when its text is not JSON", () => {
		const { accessPolicy } = asRepository(onlySubject(readRepositoryPolicyFile(aFile({ policyText: "{" }))));
		expect(accessPolicy).toEqual({ unread: expect.stringMatching(/^the policy is not JSON \(text:1:2: /) });
	});

	test("drops a key named unresolved", () => {
		const value = { Statement: [{ unresolved: "x", Effect: "Allow" }] };
		const { accessPolicy } = asRepository(onlySubject(readRepositoryPolicyFile(aFile(value))));
		expect(accessPolicy).toEqual({ value: { Statement: [{ Effect: "Allow" }] } });
	});

	test.each([
		["an action of ECR", access, true],
		["one statement without its list", { Statement: statement }, true],
		["whatever letter case", { Statement: { ...statement, Action: ["ECR:GetImage"] } }, true],
		["all but some actions of ECR", { Statement: { Principal: "*", NotAction: "ecr:PutImage" } }, true],
		["every action, of no other resource", { Statement: { Principal: "*", Action: "*" } }, true],
		["everyone except some", { Statement: { NotPrincipal: {}, Action: "ecr:*" } }, true],
		["an action of ECR on a resource", { Statement: { ...statement, Resource: "*" } }, true],
		["a policy of a bucket", { Statement: { Principal: "*", Action: "s3:GetObject", Resource: "*" } }, false],
		["a policy of a key", { Statement: { Principal: "*", Action: "*", Resource: "*" } }, false],
		["a policy of a role", { Statement: { Action: "ecr:*", Resource: "*" } }, false],
		["no statement", { Version: "2012-10-17" }, false],
		["a statement of texts", { Statement: ["Principal"] }, false],
		["nothing", null, false],
	])("is recognized: %s (%j %j)", (_, value, expected) => {
		expect(looksLikeRepositoryPolicy(value)).toBe(expected);
	});

	test("is refused when it is only a string", () => {
		const refusal = refusalOf(() => readRepositoryPolicyFile(aFile("just text")));
		expect(refusal).toBe('app.json:1:1: not a repository policy; write {"Version": …, "Statement": [...]}');
	});
});
