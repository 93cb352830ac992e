import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalDeployment, withDeployment } from "../../demo/local-deployment.ts";
import { accountToDeployTo, type ServiceName } from "./service-deployer.ts";

/** Limit in milliseconds of what happens on a deployed stack, which takes most of a minute to start. */
export const patience = 300_000;

/** Deploys the stack with a policy, in YAML, to an account whose services run, and returns what `use` has observed. */
export async function withStack<T>(
	policy: string,
	services: readonly ServiceName[],
	use: (deployment: LocalDeployment, policyFile: string) => Promise<T>,
	options: { readonly slackApprovals?: true } = {},
): Promise<T> {
	const into = mkdtempSync(join(tmpdir(), "shipshape-e2e-"));
	try {
		const file = join(into, "shipshape.yaml");
		writeFileSync(file, policy);
		const inputs = { account: accountToDeployTo(services), policy: file, into, ...options };
		return await withDeployment(
			inputs,
			() => {},
			new AbortController().signal,
			(deployment) => use(deployment, file),
		);
	} finally {
		rmSync(into, { recursive: true, force: true });
	}
}
