import { describe, expect, test } from "@jest/globals";
import { isUnresolved } from "../../../core/reading.ts";
import { showing } from "../../support/partial-text.ts";
import { asRepository } from "../../support/read-files.ts";
import { aTemplateOf, resolved, subjectIn } from "../../support/template.ts";

const open = (unresolved: string, text?: string) =>
	text === undefined ? { unresolved } : { unresolved, text: showing(text) };

describe("Ref of a parameter", () => {
	test.each<[string, unknown, unknown]>([
		["its default", { Type: "String", Default: "x" }, "x"],
		["an empty default", { Type: "String", Default: "" }, ""],
		["a number is a text", { Type: "Number", Default: 5 }, "5"],
		["a boolean is a string", { Type: "String", Default: true }, "true"],
		["a list", { Type: "CommaDelimitedList", Default: "a, b" }, ["a", "b"]],
		["a list of numbers", { Type: "List<Number>", Default: "80,443" }, ["80", "443"]],
		["a type of AWS", { Type: "AWS::EC2::VPC::Id", Default: "vpc-1" }, "vpc-1"],
		["the name of an SSM parameter", { Type: "AWS::SSM::Parameter::Name", Default: "/a" }, "/a"],
		["no default", { Type: "String" }, open("the parameter P has no default")],
		[
			"no default, few allowed values",
			{ Type: "String", AllowedValues: ["a"] },
			open("the parameter P has no default"),
		],
		["a default that is a mapping", { Type: "String", Default: {} }, open("the parameter P has no default")],
		[
			"the value of an SSM parameter",
			{ Type: "AWS::SSM::Parameter::Value<String>", Default: "/a" },
			open("the parameter P is looked up in Parameter Store during deployment"),
		],
		["NoEcho with a default, where it is no secret", { Type: "String", NoEcho: true, Default: "x" }, "x"],
		["NoEcho without one", { Type: "String", NoEcho: "true" }, open("the value of the parameter P is hidden (NoEcho)")],
		["NoEcho that is off", { Type: "String", NoEcho: "false", Default: "x" }, "x"],
		["a parameter that is not a mapping", 5, open("the parameter P has no default")],
	])("resolves to its default: %s", (_, parameter, expected) => {
		expect(resolved({ Ref: "P" }, { Parameters: { P: parameter } })).toEqual(expected);
	});
});

describe("Ref of a pseudo parameter", () => {
	test.each(["AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix", "NotificationARNs"])(
		"is unknown because it depends on where the template is deployed: %s",
		(name) => {
			const reason = `AWS::${name} depends on where the template is deployed`;
			expect(resolved({ Ref: `AWS::${name}` })).toEqual(open(reason));
			expect(resolved({ "Fn::Sub": `x\${AWS::${name}}` })).toEqual(open(reason, `x\${AWS::${name}}`));
		},
	);

	test("removes the property when it is AWS::NoValue", () => {
		const nothing = { Ref: "AWS::NoValue" };
		expect(resolved({ a: nothing, b: [1, nothing, 2] })).toEqual({ b: [1, 2] });
		expect(resolved(nothing)).toBeUndefined();
	});
});

const uri = "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}";

describe("a reference to a resource", () => {
	const Resources = {
		Named: { Type: "AWS::ECR::Repository", Properties: { RepositoryName: { "Fn::Sub": "team/${App}" } } },
		Bare: { Type: "AWS::ECR::Repository" },
		Role: { Type: "AWS::IAM::Role" },
		User: { Type: "AWS::IAM::User" },
		Topic: { Type: "AWS::SNS::Topic" },
		Key: { Type: "AWS::KMS::Key" },
		Bucket: { Type: "AWS::S3::Bucket" },
		Secret: { Type: "AWS::SecretsManager::Secret" },
		Access: { Type: "AWS::IAM::AccessKey" },
		Nested: { Type: "AWS::CloudFormation::Stack" },
		Mine: { Type: "Custom::Thing" },
	};
	const sections = { Resources, Parameters: { App: { Type: "String", Default: "web" } } };
	const arn = "arn:${AWS::Partition}:";
	const here = "${AWS::Region}:${AWS::AccountId}:";

	test.each<[string, unknown, unknown]>([
		["Ref of a repository is its name", { Ref: "Named" }, "team/web"],
		["Ref of a repository without a name", { Ref: "Bare" }, open("the name of Bare is only known after deployment")],
		["Ref of anything else", { Ref: "Role" }, open("Role is only known after deployment")],
		["Ref to nothing", { Ref: "Nobody" }, open("Nobody is not defined in the template")],
	])("resolves to what is known of it: %s", (_, node, expected) => {
		expect(resolved(node, sections)).toEqual(expected);
	});

	test.each<[string, unknown, string]>([
		["RepositoryUri", { "Fn::GetAtt": ["Named", "RepositoryUri"] }, `${uri}/team/web`],
		["RepositoryUri with a point", { "Fn::GetAtt": "Bare.RepositoryUri" }, `${uri}/\${Bare}`],
		["RepositoryUri in a Sub", { "Fn::Sub": "${Named.RepositoryUri}:1" }, `${uri}/team/web:1`],
		["Arn of a repository", { "Fn::GetAtt": ["Named", "Arn"] }, `${arn}ecr:${here}repository/team/web`],
		["Arn of a role", { "Fn::GetAtt": ["Role", "Arn"] }, `${arn}iam::\${AWS::AccountId}:role/\${Role.Arn}`],
		["Arn of a user", { "Fn::GetAtt": ["User", "Arn"] }, `${arn}iam::\${AWS::AccountId}:user/\${User.Arn}`],
		["Arn of anything else", { "Fn::GetAtt": ["Topic", "TopicArn"] }, `${arn}sns:${here}\${Topic.TopicArn}`],
		["Arn of a repository without a name", { "Fn::GetAtt": "Bare.Arn" }, `${arn}ecr:${here}repository/\${Bare}`],
		["Arn of a key", { "Fn::GetAtt": ["Key", "Arn"] }, `${arn}kms:${here}key/\${Key.Arn}`],
		["Arn of a bucket", { "Fn::GetAtt": ["Bucket", "Arn"] }, `${arn}s3:::\${Bucket.Arn}`],
		["Ref of a secret", { Ref: "Secret" }, `${arn}secretsmanager:${here}\${Secret}`],
	])("is known apart from where it is deployed: %s", (_, node, text) => {
		expect(resolved(node, sections)).toMatchObject({ text: showing(text) });
	});

	test.each<[string, unknown, unknown]>([
		["another attribute", ["Role", "RoleId"], open("Role.RoleId is only known after deployment")],
		["of a nested stack", ["Nested", "Outputs.Arn"], open("Nested.Outputs.Arn is only known after deployment")],
		["of a custom resource", ["Mine", "Arn"], open("Mine.Arn is only known after deployment")],
		["a secret", ["Access", "SecretAccessKey"], open("Access.SecretAccessKey is only known after deployment")],
		["of nothing", ["Nobody", "Arn"], open("Nobody is not defined in the template")],
	])("is unknown for an attribute: %s", (_, argument, expected) => {
		expect(resolved({ "Fn::GetAtt": argument }, sections)).toEqual(expected);
	});
});

describe("a text with pseudo parameters", () => {
	const split = (name: string) => resolved({ "Fn::Split": [":", { "Fn::Sub": `a:\${AWS::${name}}:b` }] });
	test.each(["AccountId", "Partition", "Region", "StackName", "URLSuffix"])(
		"is split at colons around AWS::%s",
		(name) => {
			expect(split(name)).toEqual(["a", open(`AWS::${name} depends on where the template is deployed`), "b"]);
		},
	);

	test.each(["StackId", "NotificationARNs"])("is not split around AWS::%s, which may contain a colon", (name) => {
		expect(split(name)).toEqual(open(`AWS::${name} depends on where the template is deployed`));
	});
});

describe("an encryption key from a resource", () => {
	const Resources = {
		Db: { Type: "AWS::RDS::DBInstance" },
		Access: { Type: "AWS::IAM::AccessKey" },
		Nested: { Type: "AWS::CloudFormation::Stack" },
		Mine: { Type: "Custom::Thing" },
		Fake: { Type: "Custom::AWS::KMS::Key" },
	};
	const keyOf = (KmsKey: unknown) => {
		const template = aTemplateOf({ EncryptionConfiguration: { EncryptionType: "KMS", KmsKey } }, { Resources });
		const { encryption } = asRepository(subjectIn(template, "Repo"));
		return isUnresolved(encryption) ? encryption : encryption.kmsKey;
	};

	test.each<[string, unknown, string]>([
		["Ref", { Ref: "Db" }, "${Db}"],
		["an attribute", { "Fn::GetAtt": "Db.Endpoint" }, "${Db.Endpoint}"],
		["what is named after a keyboard", { "Fn::GetAtt": "Db.Kind" }, "${Db.Kind}"],
	])("counts as known unless it may be a secret: %s", (_, node, expected) => {
		expect(keyOf(node)).toBe(expected);
	});

	test.each<[unknown, string]>([
		[{ "Fn::GetAtt": "Db.MasterUserSecret" }, "Db.MasterUserSecret"],
		[{ "Fn::GetAtt": "Db.ApiKey" }, "Db.ApiKey"],
		[{ "Fn::GetAtt": "Db.password" }, "Db.password"],
		[{ "Fn::GetAtt": "Db.AuthToken" }, "Db.AuthToken"],
		[{ "Fn::GetAtt": "Db.Credentials" }, "Db.Credentials"],
		[{ Ref: "Access" }, "Access"],
		[{ Ref: "Nested" }, "Nested"],
		[{ "Fn::GetAtt": "Nested.Outputs.Arn" }, "Nested.Outputs.Arn"],
		[{ Ref: "Mine" }, "Mine"],
		[{ Ref: "Fake" }, "Fake"],
	])("is unknown when it may be a secret: %j", (node, name) => {
		expect(keyOf(node)).toEqual(open(`${name} is only known after deployment`));
	});
});

describe("the allowed values of a parameter", () => {
	const letters = (count: number) => "abcdefghi".slice(0, count).split("");
	const ways = (parameter: object) =>
		subjectIn(aTemplateOf({ RepositoryName: { Ref: "P" } }, { Parameters: { P: parameter } }), "Repo").alternatives;

	test.each<[string, object, readonly string[]]>([
		["two", { Type: "String", AllowedValues: letters(2) }, ["a", "b"]],
		["eight", { Type: "String", AllowedValues: letters(8) }, letters(8)],
		["numbers and truths are texts", { Type: "Number", AllowedValues: [1, true, {}, ["x"]] }, ["1", "true"]],
	])("are tried one by one: %s", (_, parameter, names) => {
		expect(ways(parameter)?.map((facts) => facts.kind === "repository" && facts.name)).toEqual(names);
	});

	test.each<[string, object]>([
		["nine", { Type: "String", AllowedValues: letters(9) }],
		["none", { Type: "String", AllowedValues: [] }],
		["of a list", { Type: "CommaDelimitedList", AllowedValues: letters(2) }],
		["with a default", { Type: "String", AllowedValues: letters(2), Default: "a" }],
		["that are hidden", { Type: "String", AllowedValues: letters(2), NoEcho: true }],
	])("are not tried: %s", (_, parameter) => {
		expect(ways(parameter)).toBeUndefined();
	});
});
