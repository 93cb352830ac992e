import { expect, test } from "@jest/globals";
import { withPseudoParameters } from "../../domain/pseudo-parameters.ts";

test.each([
	["${AWS::AccountId}", "111122223333"],
	["s3.${AWS::Region}.${AWS::URLSuffix}", "s3.us-east-1.amazonaws.com"],
	["arn:${AWS::Partition}:s3:::b", "arn:aws:s3:::b"],
	["a-${AWS::StackName}-${AWS::StackId}", "a-stack-name-stack-name"],
	["${Queue} ${AWS} $AWS::Region", "${Queue} ${AWS} $AWS::Region"],
])("a text as it may be after deployment: %s", (text, expected) => {
	expect(withPseudoParameters(text)).toBe(expected);
});
