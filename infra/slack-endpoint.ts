import { FunctionUrlAuthType } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { EndpointEntry } from "../functions/entries.ts";
import { PipelineFunction, type PipelineFunctionProps } from "./pipeline-function.ts";

export type SlackEndpointProps = Omit<PipelineFunctionProps, "description" | "timeoutSeconds" | "reservedConcurrency">;

/**
 * Slack ─► URL ─► function. Slack cannot sign for IAM, so the URL lets everybody call the function, which checks Slack's own signature
 * before it does anything. Both permissions that such URLs need since October 2025 come with the URL (AWS Lambda developer guide, "Control
 * access to Lambda function URLs").
 */
export class SlackEndpoint extends Construct {
	readonly handler: PipelineFunction;
	private readonly url: string;

	constructor(
		scope: Construct,
		{ construct, description, timeoutSeconds, reservedConcurrency }: EndpointEntry,
		props: SlackEndpointProps,
	) {
		super(scope, construct);
		this.handler = new PipelineFunction(this, "Handler", {
			...props,
			description,
			timeoutSeconds,
			reservedConcurrency,
		});
		this.url = this.handler.function.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
	}

	/** What the Slack app needs, and the function's name. */
	get outputs(): Readonly<Record<string, string>> {
		return { Url: this.url, FunctionName: this.handler.function.functionName };
	}
}
