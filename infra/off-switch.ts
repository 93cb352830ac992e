import { ParameterTier, StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";

/**
 * The parameter that switches off everything that blocks, with the value `policy` until a person writes `audit`. CloudFormation writes
 * the value again when the parameter is different in the template, so nothing about it may depend on options or on the version.
 */
export class OffSwitch extends StringParameter {
	constructor(scope: Construct, id: string, stackName: string) {
		super(scope, id, {
			parameterName: `/shipshape/${stackName}/enforcement`,
			description: "policy: Shipshape blocks what its policy says. audit: it blocks nothing, whatever the policy says.",
			allowedPattern: "^(policy|audit)$",
			tier: ParameterTier.STANDARD,
			stringValue: "policy",
		});
	}
}
