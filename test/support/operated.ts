import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { createOperatorClients, type OperatorClients } from "../../adapters/clients/operator.ts";
import { endpointVariables } from "../../demo/environment.ts";
import { type LocalDeployment, withDeployment } from "../../demo/local-deployment.ts";
import { findInstallation, type Installation } from "../../operations/installation.ts";
import { builtCommandLine } from "./built-command-line.ts";
import { type Finished, programs, runShell } from "./shell.ts";

export type { Finished };

/** The stack in the emulated AWS, with a shell in which `aws` and `npx --no-install shipshape`, which is the bundled program, use it. */
export interface Operated extends LocalDeployment {
	readonly operator: OperatorClients;
	readonly installation: Installation;
	/** Runs a script in bash; its standard input is `input`. */
	readonly shell: (script: string, input?: string) => Promise<Finished>;
}

/** Deploys the stack, with a policy in YAML, and calls `use`. Everything is stopped and removed before this returns. */
export async function withOperated<T>(
	account: LocalDeployment["account"],
	use: (operated: Operated) => Promise<T>,
	policy = "",
): Promise<T> {
	const into = mkdtempSync(join(tmpdir(), "shipshape-operated-"));
	const built = builtCommandLine();
	try {
		const policyFile = join(into, "shipshape.yaml");
		writeFileSync(policyFile, policy);
		const inputs = { account, policy: policyFile, into };
		return await withDeployment(
			inputs,
			() => {},
			new AbortController().signal,
			async (deployment) => {
				const variables: Readonly<Record<string, string>> = {
					...deployment.workspace.env,
					AWS_ENDPOINT_URL: deployment.aws.emulators.ministack,
					...endpointVariables(deployment.doubles),
					// moto has the revisions, and ministack would list none.
					AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API: deployment.aws.emulators.moto,
				};
				const env = { ...variables, PATH: `${programs(into, built.program)}:${variables["PATH"]}` };
				const operator = clientsOf(variables);
				const installation = await findInstallation(operator.cloudformation, "Shipshape");
				await enableStreams(operator);
				return use({ ...deployment, operator, installation, shell: (...of) => runShell(env, into, ...of) });
			},
		);
	} finally {
		built.remove();
		rmSync(into, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** The SDK reads endpoints and credentials from the environment when a client makes its first call. */
function clientsOf(variables: Readonly<Record<string, string>>): OperatorClients {
	for (const [name, value] of Object.entries(variables)) if (name.startsWith("AWS_")) process.env[name] = value;
	return createOperatorClients(variables["AWS_REGION"]);
}

/** The demo reads the streams in place of the emulator and disables their mappings; both at once do no harm. */
async function enableStreams({ lambda }: OperatorClients): Promise<void> {
	const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
	for (const { UUID, EventSourceArn = "" } of EventSourceMappings) {
		if (!EventSourceArn.includes(":dynamodb:")) continue;
		await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
	}
}

/** Reads until a condition holds; the last value if it never does. */
export async function eventually<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
	for (let attempt = 0; ; attempt++) {
		const value = await read();
		if (isDone(value) || attempt === maxAttempts) return value;
		await pause(500);
	}
}

/** Much more than a sweep of a small account takes. */
const maxAttempts = 60;
