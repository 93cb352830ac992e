import { expect, test } from "@jest/globals";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();

test("the off switch is a free parameter that says policy, and is the same in every stack of the name", () => {
	const parameters = (of: typeof stack) => of.ofType("AWS::SSM::Parameter").map(({ properties }) => properties);
	expect(parameters(stack)).toEqual([
		{
			Name: "/shipshape/Shipshape/enforcement",
			Type: "String",
			Tier: "Standard",
			AllowedPattern: "^(policy|audit)$",
			Description: expect.any(String),
			Value: "policy",
		},
	]);
	const options = { tracing: "true", withoutGate: "true", slackSecretName: "team/slack" };
	expect(parameters(synthesizeStack(undefined, options))).toEqual(parameters(stack));
});
