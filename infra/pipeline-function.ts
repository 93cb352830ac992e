import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { CfnPullTimeUpdateExclusion } from "aws-cdk-lib/aws-ecr";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, CfnFunction, type Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Permission } from "../core/permission.ts";
import { functionDefaults } from "../functions/manifest.ts";
import { grant, type OwnResources } from "./permissions.ts";

export interface PipelineFunctionProps {
	/** What it does, for the console. */
	readonly description: string;
	readonly code: Code;
	readonly environment: Readonly<Record<string, string>>;
	/** The permissions of the adapters that it uses. */
	readonly permissions: readonly Permission[];
	readonly own: OwnResources;
	/** 60 when absent, as for every function that handles batches. */
	readonly timeoutSeconds?: number;
	/** Invocations at the same time; absent: as many as the account has left. */
	readonly reservedConcurrency?: number;
	readonly settings: FunctionSettings;
}

/** What is the same for every function of a stack. */
export interface FunctionSettings {
	/** Whether they send traces to X-Ray. */
	readonly isTraced: boolean;
	/** Whether the stack is for an emulated AWS. */
	readonly isLocal: boolean;
}

/** The visibility timeout of the function's queue is six times this value, as AWS recommends. */
export const functionTimeout = Duration.seconds(functionDefaults.timeoutSeconds);

const tracingPermissions = (["xray:PutTelemetryRecords", "xray:PutTraceSegments"] as const).map(
	(action): Permission => ({
		action,
		on: "*",
		reason: "X-Ray does not support resource-level permissions for this action",
	}),
);

/**
 * Reading a manifest counts as a pull and moves `lastRecordedPullTime`, by which lifecycle policies select images (`sinceImagePulled`):
 * without an exclusion for its role, Shipshape itself would keep images from expiring (ECR User Guide, "Pull time update exclusions").
 */
const countsAsPull = ({ action }: Permission): boolean => action === "ecr:BatchGetImage";

/** A function with its own log group and its own role, without managed policies or unused permissions. */
export class PipelineFunction extends Construct {
	readonly function: LambdaFunction;
	readonly role: Role;

	constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
		super(scope, id);
		const logGroup = new LogGroup(this, "Logs", {
			retention: RetentionDays.ONE_MONTH,
			removalPolicy: RemovalPolicy.DESTROY,
		});
		this.role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
		// The ARN ends in `:*`, which stands for the streams of this log group.
		this.role.addToPolicy(
			new PolicyStatement({
				actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
				resources: [logGroup.logGroupArn],
			}),
		);
		const { isTraced, isLocal } = props.settings;
		grant(this.role, [...props.permissions, ...(isTraced ? tracingPermissions : [])], props.own);
		// The emulated CloudFormation rejects the whole template because of this type.
		if (!isLocal && props.permissions.some(countsAsPull)) {
			new CfnPullTimeUpdateExclusion(this, "PullTimeExclusion", { principalArn: this.role.roleArn });
		}
		this.function = new LambdaFunction(this, "Function", {
			description: props.description,
			code: props.code,
			handler: "index.handler",
			runtime: Runtime.NODEJS_24_X,
			architecture: Architecture.ARM_64,
			memorySize: functionDefaults.memoryMiB,
			timeout: props.timeoutSeconds === undefined ? functionTimeout : Duration.seconds(props.timeoutSeconds),
			...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
			environment: { ...props.environment },
			logGroup,
			role: this.role,
		});
		// Off by default, because traces cost more than all the rest at low rates. The construct's own property would grant the X-Ray
		// permissions a second time, without the reason.
		const resource = this.function.node.defaultChild;
		if (isTraced && resource instanceof CfnFunction) resource.tracingConfig = { mode: "Active" };
	}
}
