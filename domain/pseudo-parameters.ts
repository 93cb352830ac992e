/** What the names of pseudo parameters begin with: `AWS::Region`. */
export const pseudoPrefix = "AWS::";

/** What a pseudo parameter is like where it matters: the parts of host names and the digits of an account. */
const examples: ReadonlyMap<string, string> = new Map([
	["AccountId", "111122223333"],
	["Partition", "aws"],
	["Region", "us-east-1"],
	["URLSuffix", "amazonaws.com"],
]);

const reference = new RegExp(`\\$\\{${pseudoPrefix}([^{}]{1,100})\\}`, "g");

/**
 * A text as it may be after deployment. Pseudo parameters hide nothing: whoever reads the template, or the ARN of anything that it
 * creates, has their values.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
export const withPseudoParameters = (text: string): string =>
	text.replace(reference, (_, name: string) => examples.get(name) ?? "stack-name");
