import { type ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import type { ServiceSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { failureKindOf, isNamed, reasonFor } from "../failures.ts";
import { type ActionResult, isRefusal, wasRetried, whyRejected } from "./deployment-action.ts";
import type { RevisionName } from "./service-facts.ts";

const action = "ecs:UpdateService";

/** Resource type according to the Service Authorization Reference. No role changes, so nothing is passed. */
export const permissions: readonly Permission[] = [{ action, on: "service" }];

/** Errors for a service or a cluster that was deleted meanwhile, as in the service model. */
const gone = ["ClusterNotFoundException", "ServiceNotActiveException", "ServiceNotFoundException"];

/**
 * Deploys a revision of a task definition to a service, and changes nothing else of it. Without `forceNewDeployment`, repeating it does
 * nothing. Throws TryLaterError when it is unknown whether it was done.
 */
export async function setBack(
	client: ECSClient,
	{ cluster, name: service }: ServiceSubject,
	{ family, revision }: RevisionName,
): Promise<ActionResult> {
	const taskDefinition = `${family}:${revision}`;
	const command = new UpdateServiceCommand({ cluster, service, taskDefinition });
	try {
		const answer = await callAws(action, (options) => client.send(command, options), {
			isComplete: (one) => one.service?.taskDefinition !== undefined,
		});
		const now = answer.service?.taskDefinition ?? "";
		return now.endsWith(`/${taskDefinition}`)
			? { outcome: "done" }
			: { outcome: "failed", reason: `${action} succeeded, but the service still has another task definition` };
	} catch (error) {
		const kind = failureKindOf(error);
		if (error instanceof TryLaterError && isRefusal(error) && !wasRetried(error))
			return { outcome: "not-done", reason: error.message };
		if (kind === "ours" || kind === "later") throw error;
		if (kind === "unusable") throw new TryLaterError(reasonFor(action, error), { cause: error });
		if (isNamed(error, ...gone)) return { outcome: "gone" };
		return { outcome: "failed", reason: `${reasonFor(action, error)}${kind === "rejected" ? whyRejected(error) : ""}` };
	}
}
