import { describe, expect, test } from "@jest/globals";
import { aTemplateWith, containerIn } from "../../support/template.ts";

const Parameters = { Tag: { Type: "String" }, Yes: { Type: "String", Default: "true" } };

const app = (container: Record<string, unknown>, Resources: Record<string, unknown>) =>
	containerIn(aTemplateWith(container, { Parameters, Resources }));

describe("the repository of an image", () => {
	const repository = (name?: string) => ({
		Type: "AWS::ECR::Repository",
		Properties: { ImageTagMutability: "IMMUTABLE", ...(name === undefined ? {} : { RepositoryName: name }) },
	});
	const Resources = { Bare: repository(), Named: repository("team/app") };
	const here = { value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } };
	const unread = { unread: "the template has no repository with its name", needsAws: true };
	const host = "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}";

	test.each<[string, unknown, unknown]>([
		["RepositoryUri", { "Fn::Sub": "${Bare.RepositoryUri}:1" }, here],
		["RepositoryUri and a digest", { "Fn::Sub": `\${Named.RepositoryUri}@sha256:${"a".repeat(64)}` }, here],
		["RepositoryUri and an unknown tag", { "Fn::Sub": "${Bare.RepositoryUri}:${Tag}" }, here],
		["Ref", { "Fn::Sub": `${host}/\${Bare}:1` }, here],
		["Ref in another region", { "Fn::Sub": "${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/${Named}" }, here],
		["its name", { "Fn::Sub": `${host}/team/app:1` }, here],
		[
			"an account that is written, and Ref",
			{ "Fn::Sub": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/${Bare}:1" },
			here,
		],
		["its name in an account that is written", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1", unread],
		["another name", { "Fn::Sub": `${host}/team/app2:1` }, unread],
		["a name that ends so", { "Fn::Sub": `${host}/my/team/app:1` }, unread],
		["another registry", "public.ecr.aws/team/app:1", unread],
		["a parameter", { Ref: "Tag" }, unread],
		["none", { Ref: "AWS::NoValue" }, unread],
	])("is found in the template: %s", (_, Image, expected) => {
		expect(app({ Image }, Resources).imageRepository).toEqual(expected);
	});

	test("is not found when its condition is false", () => {
		const Conditions = { Never: { "Fn::Equals": ["a", "b"] } };
		const Named = { ...repository("team/app"), Condition: "Never" };
		const template = aTemplateWith(
			{ Image: { "Fn::Sub": `${host}/team/app:1` } },
			{ Conditions, Resources: { Named } },
		);
		expect(containerIn(template).imageRepository).toEqual(unread);
	});
});
