import { describe, expect, test } from "@jest/globals";
import { aTemplateOf, aTemplateWith, subjectIn } from "../../support/template.ts";
import { verdictOn } from "../../support/template-verdicts.ts";

const sections = {
	Parameters: {
		Tag: { Type: "String" },
		Version: { Type: "String", Default: "1.4.2" },
		Password: { Type: "String", NoEcho: true },
		Stage: { Type: "String", AllowedValues: ["prod", "dev"] },
	},
	Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
	Mappings: { Users: { prod: { name: "1000" }, dev: { name: "node" } } },
	Resources: {
		Secret: { Type: "AWS::SecretsManager::Secret" },
		Key: { Type: "AWS::KMS::Key" },
		Fixed: { Type: "AWS::ECR::Repository", Properties: { ImageTagMutability: "IMMUTABLE" } },
	},
};
const ifProd = (a: unknown, b: unknown = { Ref: "AWS::NoValue" }) => ({ "Fn::If": ["IsProd", a, b] });

describe("a container in a template", () => {
	const variable = (Name: string, Value: unknown) => ({ Environment: [{ Name, Value }] });
	test.each<[string, Record<string, unknown>, RegExp]>([
		["image-pinned", { Image: { "Fn::Sub": "${Tag}:latest" } }, /^fail .*latest/],
		["image-pinned", { Image: { "Fn::Sub": "${Fixed.RepositoryUri}:${Version}" } }, /^pass .*1\.4\.2/],
		[
			"image-pinned",
			{ Image: { "Fn::Sub": "${Fixed.RepositoryUri}:${Tag}" } },
			/^unknown .*the parameter Tag has no default/,
		],
		["image-pinned", { Image: { "Fn::GetAtt": ["Fixed", "RepositoryUri"] } }, /^fail .*has no tag/],
		[
			"image-pinned",
			{ Image: { "Fn::Sub": "${Fixed.RepositoryUri}${Tag}" } },
			/^unknown .*the parameter Tag has no default/,
		],
		["image-pinned", { Image: { Ref: "Tag" } }, /^unknown .*the parameter Tag has no default/],
		["no-plaintext-secrets", variable("DB_PASSWORD", { Ref: "Password" }), /^fail .*NoEcho parameter Password/],
		["no-plaintext-secrets", variable("URL", { "Fn::Sub": "postgres://u:hunter2@${Tag}/db" }), /^fail .*URL/],
		["no-plaintext-secrets", variable("URL", { "Fn::Join": ["", ["x", { Ref: "Password" }]] }), /^fail .*NoEcho/],
		["no-plaintext-secrets", variable("DB_PASSWORD", "{{resolve:secretsmanager:db:SecretString:password}}"), /^fail /],
		["no-plaintext-secrets", variable("DB_PASSWORD", { Ref: "Tag" }), /^unknown .*the parameter Tag has no default/],
		["no-plaintext-secrets", variable("DB_SECRET", { Ref: "Secret" }), /^pass /],
		["no-plaintext-secrets", variable("STAGE", { Ref: "Tag" }), /^pass /],
		["read-only-root", { ReadonlyRootFilesystem: "true" }, /^pass /],
		["read-only-root", { ReadonlyRootFilesystem: ifProd(true, "false") }, /^unknown depends on an unknown value/],
		["read-only-root", { ReadonlyRootFilesystem: ifProd(false) }, /^fail /],
		["read-only-root", { ReadonlyRootFilesystem: { Ref: "AWS::NoValue" } }, /^fail /],
		["non-root-user", { User: { "Fn::FindInMap": ["Users", { Ref: "Stage" }, "name"] } }, /^pass /],
		["non-root-user", { User: ifProd("root", "0") }, /^fail /],
		["not-privileged", { Privileged: { Ref: "Tag" } }, /^unknown .*the parameter Tag has no default/],
		["logging", { LogConfiguration: { LogDriver: ifProd("awslogs", "awsfirelens") } }, /^pass /],
	])("is judged by %s: %j", (id, container, expected) => {
		expect(verdictOn(`task-definition/${id}`, aTemplateWith(container, sections), "Web")).toMatch(expected);
	});

	test("is judged without revealing the known part of a value with a hole", () => {
		const container = variable("URL", { "Fn::Sub": "postgres://u:hunter2@${Tag}/db" });
		const { facts } = subjectIn(aTemplateWith(container, sections), "Web");
		expect(JSON.stringify(facts)).not.toContain("hunter2");
		expect(verdictOn("task-definition/no-plaintext-secrets", aTemplateWith(container, sections), "Web")).not.toContain(
			"hunter2",
		);
	});
});

describe("a repository in a template", () => {
	const own = { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" };
	const grant = (AWS: unknown, Action = "ecr:*") => ({
		RepositoryPolicyText: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS }, Action }] },
	});
	const encryption = (KmsKey: unknown) => ({ EncryptionConfiguration: { EncryptionType: "KMS", KmsKey } });
	test.each<[string, Record<string, unknown>, RegExp]>([
		["tag-immutability", {}, /^fail .*MUTABLE/],
		["tag-immutability", { ImageTagMutability: { Ref: "Tag" } }, /^unknown .*the parameter Tag has no default/],
		["scan-on-push", {}, /^unknown /],
		["lifecycle-policy", { LifecyclePolicy: { LifecyclePolicyText: "{}" } }, /^fail /],
		["lifecycle-policy", { LifecyclePolicy: { LifecyclePolicyText: { "Fn::Sub": '{"a":"${Tag}"}' } } }, /^unknown /],
		["least-privilege", grant(own), /^(?!unknown)/],
		["least-privilege", grant({ "Fn::Sub": "arn:aws:iam::${Tag}:root" }, "ecr:PutImage"), /^unknown /],
		["no-public-access", grant("*"), /^fail /],
		["no-public-access", grant(own), /^pass /],
		["customer-managed-key", encryption({ "Fn::GetAtt": ["Key", "Arn"] }), /^pass /],
		["customer-managed-key", encryption({ Ref: "Key" }), /^pass /],
		["customer-managed-key", encryption("alias/aws/ecr"), /^fail /],
		["customer-managed-key", encryption({ Ref: "Tag" }), /^unknown /],
	])("is judged by %s: %j", (id, properties, expected) => {
		expect(verdictOn(`repository/${id}`, aTemplateOf(properties, sections), "Repo")).toMatch(expected);
	});

	test("a repository with a pull through cache prefix is judged as a cache", () => {
		const Resources = {
			Cache: { Type: "AWS::ECR::PullThroughCacheRule", Properties: { EcrRepositoryPrefix: "docker-hub" } },
		};
		const under = (RepositoryName: string) =>
			verdictOn("repository/tag-immutability", aTemplateOf({ RepositoryName }, { Resources }), "Repo");
		expect(under("docker-hub/library/nginx")).toMatch(/^not-applicable /);
		expect(under("docker-hubble/x")).toMatch(/^fail /);
	});
});
