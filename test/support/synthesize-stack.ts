import { rmSync } from "node:fs";
import { App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { optionsFrom } from "../../infra/options.ts";
import { PipelineStack } from "../../infra/pipeline-stack.ts";

export interface Resource {
	readonly id: string;
	readonly type: string;
	readonly properties: Readonly<Record<string, unknown>>;
	readonly template: Readonly<Record<string, unknown>>;
}

export interface Statement {
	readonly Effect: string;
	readonly Action: string | readonly string[];
	readonly Resource: unknown;
	readonly Principal?: unknown;
	readonly Condition?: unknown;
}

/** The parsed template of the synthesized stack. */
export interface SynthesizedStack {
	readonly all: readonly Resource[];
	readonly ofType: (type: string) => readonly Resource[];
	readonly named: (id: string) => Resource;
	readonly outputs: Readonly<Record<string, { readonly Value: unknown; readonly Description?: string }>>;
	/** Reasons of the acknowledged rules, by construct and rule. */
	readonly acknowledged: readonly { readonly path: string; readonly id: string; readonly reason: string }[];
}

const cloudFormationContext = { "@aws-cdk/aws-iam:minimizePolicies": true };
/** So that there is every function of the manifest. */
const everyFunction = { cloudFormationHook: "true", slackApprovals: "true" };

/** The stack with every function as `cdk synth` makes it, with a placeholder for the functions' code, without cdk-nag and template validation. */
export function synthesizeStack(
	policy: Policy = defaultPolicy,
	context: Readonly<Record<string, string | boolean>> = {},
): SynthesizedStack {
	process.env["CDK_VALIDATION"] = "false";
	const app = new App({
		analyticsReporting: false,
		context: { ...cloudFormationContext, ...everyFunction, ...context },
	});
	const codeOf = () => Code.fromInline("exports.handler = async () => {};");
	const stack = new PipelineStack(app, "Shipshape", { policy, options: optionsFrom(app.node), codeOf });
	const { Resources, Outputs } = Template.fromStack(stack).toJSON();
	rmSync(app.outdir, { recursive: true });
	const resources = Object.entries<Record<string, unknown>>(Resources).map(([id, template]) => ({
		id,
		type: String(template["Type"]),
		properties: (template["Properties"] ?? {}) as Record<string, unknown>,
		template,
	}));
	const named = (id: string): Resource => {
		const found = resources.find((resource) => resource.id === id);
		if (found === undefined) throw new Error(`there is no resource ${id}`);
		return found;
	};
	const acknowledged = stack.node
		.findAll()
		.flatMap(({ node }) =>
			node.metadata
				.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
				.flatMap(({ data }) => Object.entries<string>(data).map(([id, reason]) => ({ path: node.path, id, reason }))),
		);
	return {
		all: resources,
		ofType: (type) => resources.filter((one) => one.type === type),
		named,
		outputs: Outputs,
		acknowledged,
	};
}

/** The logical id that a `Ref` or `Fn::GetAtt` refers to. */
export function target(value: unknown): string {
	const { Ref, "Fn::GetAtt": attribute } = value as { Ref?: string; "Fn::GetAtt"?: readonly string[] };
	return Ref ?? attribute?.[0] ?? "";
}

/** What a list of URLs is joined from; any other value is a single part. */
export const partsOf = (value: unknown): readonly unknown[] => {
	const [, parts = [value]] = (value as { "Fn::Join"?: readonly [string, readonly unknown[]] })["Fn::Join"] ?? [];
	return parts.filter((part) => part !== ",");
};

/** The statements of a policy resource. */
export const statementsOf = ({ properties }: Resource): readonly Statement[] =>
	(properties["PolicyDocument"] as { readonly Statement: readonly Statement[] }).Statement;

/** A value or a list of values, as a list. */
export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
	value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** Statements of the role of a function, by its construct. */
export const statementsOfRole = (stack: ReturnType<typeof synthesizeStack>, construct: string): readonly Statement[] =>
	stack
		.ofType("AWS::IAM::Policy")
		.filter(({ id }) => id.startsWith(`${construct}Handler`))
		.flatMap(statementsOf);

export const actionsOf = (statements: readonly Statement[]): string[] =>
	statements.flatMap(({ Action }) => listOf(Action)).sort();
