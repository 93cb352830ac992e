import { type Loopback, listen } from "../../demo/doubles/loopback.ts";

/*
 * The operations of CloudFormation about hooks, which the emulator does not have, as in its service model.
 */

export interface HookResult {
	readonly annotations: readonly Readonly<Record<string, string>>[];
}

/** The answer to GetHookResult: the names of the hook's reply, with capitals. */
const hookResultOf = ({ annotations }: HookResult): string => {
	const members = annotations.map((annotation) => {
		const fields = Object.entries(annotation).map(([name, text]) => {
			const tag = name.replace(/^./, (letter) => letter.toUpperCase());
			return `<${tag}><![CDATA[${text}]]></${tag}>`;
		});
		return `<member>${fields.join("")}</member>`;
	});
	return `<Annotations>${members.join("")}</Annotations>`;
};

/** The configuration of a Lambda hook, as CloudFormation keeps it. */
export const hookConfiguration = (FailureMode: "FAIL" | "WARN") => ({
	CloudFormationConfiguration: {
		HookConfiguration: {
			...{ HookInvocationStatus: "ENABLED", TargetOperations: ["RESOURCE", "CLOUD_CONTROL"], FailureMode },
			Properties: { LambdaFunction: "arn:aws:lambda:eu-west-1:777788889999:function:Shipshape-CloudFormationHook" },
		},
	},
});

interface CloudFormationDouble extends Loopback {
	/** What was last set with SetTypeConfiguration. */
	readonly configured: () => object;
}

/** CloudFormation with a hook whose failure mode is FAIL, and with the result of one call. */
export async function cloudFormationOf(hookResult: HookResult): Promise<CloudFormationDouble> {
	let set = new URLSearchParams();
	const current = JSON.stringify(hookConfiguration("FAIL"));
	const answers: Readonly<Record<string, string>> = {
		GetHookResult: hookResultOf(hookResult),
		BatchDescribeTypeConfigurations: `<TypeConfigurations><member><Configuration><![CDATA[${current}]]></Configuration></member></TypeConfigurations>`,
		SetTypeConfiguration:
			"<ConfigurationArn>arn:aws:cloudformation:eu-west-1:777788889999:type-configuration/hook/x</ConfigurationArn>",
	};
	const server = await listen(({ body }) => {
		const asked = new URLSearchParams(body);
		const operation = asked.get("Action") ?? "";
		const answer = answers[operation];
		if (answer === undefined) throw new Error(`${operation} has no answer`);
		if (operation === "SetTypeConfiguration") set = asked;
		return {
			status: 200,
			body: `<${operation}Response><${operation}Result>${answer}</${operation}Result></${operation}Response>`,
		};
	});
	return {
		...server,
		configured: () => ({
			...{ Type: set.get("Type"), TypeName: set.get("TypeName") },
			configuration: JSON.parse(set.get("Configuration") ?? "null"),
		}),
	};
}
