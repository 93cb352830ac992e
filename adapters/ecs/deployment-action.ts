import type { ECSClient } from "@aws-sdk/client-ecs";
import { TryLaterError } from "../../core/errors.ts";
import type { Action } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { failureKindOf, reasonFor } from "../failures.ts";
import { readServiceDeployment, type ServiceDeploymentFacts } from "./read-service-deployment.ts";

/** `gone`: there was nothing to act on any more; `failed`: AWS did not do it. */
export type ActionResult =
	| { readonly outcome: "done" | "gone" }
	| { readonly outcome: "failed"; readonly reason: string };

/** What a deployment says of an action: it has happened, it cannot happen any more, or it has not happened. */
type Aftermath = "done" | "gone" | "not-done";

/**
 * Calls an action on a service deployment. Without a usable response, or after a rejection, the deployment is read to see whether it has
 * happened; it is never assumed. Throws TryLaterError if that cannot be told, or if it has not happened but may when it is tried again.
 */
export async function actOnDeployment(
	client: ECSClient,
	arn: string,
	action: Action,
	call: () => Promise<unknown>,
	aftermathOf: (deployment: ServiceDeploymentFacts) => Aftermath,
): Promise<ActionResult> {
	try {
		await call();
		return { outcome: "done" };
	} catch (error) {
		const kind = failureKindOf(error);
		if (kind === "ours") throw error;
		const reason = `${reasonFor(action, error)}${kind === "rejected" ? messageOf(error) : ""}`;
		if (kind === "denied") return { outcome: "failed", reason };
		const deployment = await readServiceDeployment(client, arn);
		const isLost = kind === "later" || kind === "unusable";
		if (!wasRead(deployment)) {
			if (isLost) throw new TryLaterError(`${reason}; ${deployment.unread}`, { cause: error });
			return { outcome: "failed", reason: `${reason}; ${deployment.unread}` };
		}
		const aftermath = deployment.value === null ? "gone" : aftermathOf(deployment.value);
		if (aftermath === "not-done") {
			if (isLost) throw new TryLaterError(reason, { cause: error });
			return { outcome: "failed", reason };
		}
		// A rejected call did nothing, so somebody else did it; unless it is the SDK's repetition of one whose response was lost.
		return { outcome: aftermath === "done" && (isLost || wasRetried(error)) ? "done" : "gone" };
	}
}

const maxMessage = 200;

/** AWS says there why it rejects a request. */
const messageOf = (error: unknown): string =>
	error instanceof Error && error.message !== "" ? `: ${truncate(toSingleLine(error.message), maxMessage)}` : "";

function wasRetried(error: unknown): boolean {
	const { $metadata } = error as { $metadata?: { attempts?: number } };
	return ($metadata?.attempts ?? 1) > 1;
}
