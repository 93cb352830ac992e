import { expect, test } from "@jest/globals";
import control from "../../../../controls/task-definition/no-plaintext-secrets.ts";
import { verdictLines } from "../../../support/judged.ts";
import { aTemplateWith, definitionIn } from "../../../support/template.ts";

const Resources = { Access: { Type: "AWS::IAM::AccessKey" }, Queue: { Type: "AWS::SQS::Queue" } };
const piece = (index: number, delimiter: string, name: string) => ({
	"Fn::Select": [index, { "Fn::Split": [delimiter, { Ref: `AWS::${name}` }] }],
});
const byName = "fail HIGH container app has credentials in plain text: TOKEN (its name indicates a credential)";
const clean = "pass HIGH container app has no credentials in its environment variables";

test.each<[string, string, unknown, string]>([
	["the stack's name", "TOKEN", { Ref: "AWS::StackName" }, byName],
	["a text with the account", "TOKEN", { "Fn::Sub": "runner-${AWS::AccountId}" }, byName],
	["a piece of the stack's ID", "TOKEN", { "Fn::Join": ["", ["runner-", piece(2, "/", "StackId")]] }, byName],
	["a piece of the stack's name", "TOKEN", piece(0, "-", "StackName"), byName],
	["the name of a secret", "TOKEN", { "Fn::Sub": "arn:aws:secretsmanager:${AWS::Region}:1:secret:a" }, clean],
	["a Region under another name", "LEVEL", piece(0, "-", "Region"), clean],
	[
		"a password in an address",
		"LEVEL",
		{ "Fn::Sub": "amqp://shop:${AWS::StackName}@mq" },
		"fail HIGH container app has credentials in plain text: LEVEL (a connection string with a password)",
	],
	[
		"the secret of an access key",
		"KEY",
		{ "Fn::GetAtt": ["Access", "SecretAccessKey"] },
		"fail HIGH container app has credentials in plain text: KEY (the secret key of the IAM access key Access is written " +
			"into the definition in plain text)",
	],
	[
		"what a resource is called",
		"TOKEN",
		{ Ref: "Queue" },
		"unknown HIGH cannot tell whether these variables of container app are credentials: TOKEN (its value is filled in later)",
	],
])("judges what a template says of the deployment as a literal: %s", (_, Name, Value, expected) => {
	const facts = definitionIn(aTemplateWith({ Environment: [{ Name, Value }] }, { Resources }));
	expect(verdictLines(control, facts)).toEqual([expected]);
});
