import { describe, expect, test } from "@jest/globals";
import { isUnresolved } from "../../../core/reading.ts";
import { aTemplateWith, containerIn } from "../../support/template.ts";

const Parameters = { Tag: { Type: "String" }, Yes: { Type: "String", Default: "true" } };

describe("an environment variable", () => {
	const Resources = {
		Db: { Type: "AWS::RDS::DBInstance" },
		Access: { Type: "AWS::IAM::AccessKey" },
		Client: { Type: "AWS::Cognito::UserPoolClient" },
	};
	const sections = {
		Parameters: {
			...Parameters,
			Password: { Type: "String", NoEcho: true, Default: "x" },
			Empty: { Type: "String", Default: "" },
			Level: { Type: "String", Default: "", AllowedValues: ["", "debug"] },
			Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: "" },
		},
		Conditions: { Filled: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Empty" }, ""] }] } },
		Resources,
	};

	/** The variable, with the texts that it hides. */
	function variable(Value: unknown) {
		const { environment } = containerIn(aTemplateWith({ Environment: [{ Name: "A", Value }] }, sections));
		const [first] = isUnresolved(environment) ? [] : environment;
		const reveal = (text: { inspect: (question: (text: string) => null) => null } | undefined) => {
			let found: string | undefined;
			text?.inspect((one) => {
				found = one;
				return null;
			});
			return found;
		};
		const value = first?.value;
		return {
			...(first?.noEchoParameter === undefined ? {} : { noEcho: first.noEchoParameter }),
			...(first?.madeSecret === undefined ? {} : { made: first.madeSecret }),
			...(value && isUnresolved(value) ? value : { value: value === null ? null : reveal(value) }),
			...(first?.known === undefined ? {} : { known: reveal(first.known) }),
		};
	}

	test.each<[string, unknown, unknown]>([
		["a text", "b", { value: "b" }],
		["a number", 8080, { value: "8080" }],
		["a boolean", true, { value: "true" }],
		["a region is no secret", { "Fn::Sub": "https://${AWS::Region}/" }, { value: "https://${AWS::Region}/" }],
		[
			"a resource's name is no secret",
			{ "Fn::GetAtt": ["Db", "Endpoint.Address"] },
			{ value: "${Db.Endpoint.Address}" },
		],
		[
			"an ARN looks like one",
			{ "Fn::GetAtt": ["Db", "DBInstanceArn"] },
			{ value: "arn:aws:rds:${AWS::Region}:${AWS::AccountId}:${Db.DBInstanceArn}" },
		],
		[
			"the secret of an access key is one",
			{ "Fn::GetAtt": ["Access", "SecretAccessKey"] },
			{
				made: "the secret key of the IAM access key Access",
				unresolved: "Access.SecretAccessKey is only known after deployment",
			},
		],
		[
			"the secret of an access key in a text is one",
			{ "Fn::Sub": "a:${Access.SecretAccessKey}" },
			{
				made: "the secret key of the IAM access key Access",
				unresolved: "Access.SecretAccessKey is only known after deployment",
				known: "a:${Access.SecretAccessKey}",
			},
		],
		[
			"the secret of a user pool client is one",
			{ "Fn::GetAtt": "Client.ClientSecret" },
			{
				made: "the secret of the user pool client Client",
				unresolved: "Client.ClientSecret is only known after deployment",
			},
		],
		[
			"a piece of the stack's name is decided by the deployment",
			{ "Fn::Select": [0, { "Fn::Split": ["-", { Ref: "AWS::StackName" }] }] },
			{ value: "${AWS::StackName}" },
		],
		[
			"a piece of the stack's ID is decided by the deployment",
			{ "Fn::Join": ["-", ["a", { "Fn::Select": [2, { "Fn::Split": ["/", { Ref: "AWS::StackId" }] }] }]] },
			{ value: "a-${AWS::StackName}" },
		],
		[
			"the stack's name in Base64 is decided by the deployment",
			{ "Fn::Base64": { Ref: "AWS::StackName" } },
			{ value: "${AWS::StackName}" },
		],
		[
			"a piece of a parameter is unknown",
			{ "Fn::Select": [0, { "Fn::Split": ["-", { "Fn::Sub": "${AWS::StackName}-${Tag}" }] }] },
			{ unresolved: "the parameter Tag has no default" },
		],
		["a parameter", { Ref: "Tag" }, { unresolved: "the parameter Tag has no default" }],
		["a parameter that is left empty", { Ref: "Empty" }, { unresolved: "the parameter Empty is empty by default" }],
		[
			"a parameter that is left empty, in a text",
			{ "Fn::Sub": "u:${Empty}@h" },
			{ unresolved: "the parameter Empty is empty by default", known: "u:${Empty}@h" },
		],
		[
			"a parameter that is left empty, joined",
			{ "Fn::Join": ["", ["", { Ref: "Empty" }]] },
			{ unresolved: "the parameter Empty is empty by default" },
		],
		[
			"a parameter that is left empty, where a condition wants it",
			{ "Fn::If": ["Filled", "b", { Ref: "Empty" }] },
			{ unresolved: "the parameter Empty is empty by default" },
		],
		["one of few values, empty by default", { Ref: "Level" }, { value: null }],
		[
			"one of the Parameter Store",
			{ Ref: "Stored" },
			{ unresolved: "the parameter Stored is looked up in Parameter Store during deployment" },
		],
		["a text that is empty", "", { value: null }],
		[
			"a parameter in a text",
			{ "Fn::Sub": "u:p@${Tag}" },
			{ unresolved: "the parameter Tag has no default", known: "u:p@${Tag}" },
		],
		["NoEcho", { Ref: "Password" }, { noEcho: "Password", value: "x" }],
		["NoEcho in a text", { "Fn::Sub": "u:${Password}@h" }, { noEcho: "Password", value: "u:x@h" }],
		[
			"NoEcho in a list of parts",
			{ "Fn::Join": ["", ["a", { Ref: "Password" }]] },
			{ noEcho: "Password", value: "ax" },
		],
		["no value", { Ref: "AWS::NoValue" }, { value: null }],
	])("is read from its value: %s", (_, Value, expected) => {
		expect(variable(Value)).toEqual(expected);
	});
});
