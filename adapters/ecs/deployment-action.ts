import type { ECSClient } from "@aws-sdk/client-ecs";
import { TryLaterError } from "../../core/errors.ts";
import type { Action } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { describeRollback } from "../../domain/services/rollback.ts";
import { failureKindOf, isNamed, reasonFor } from "../failures.ts";
import { unsupported } from "./deployment-pages.ts";
import { readServiceDeployment, type ServiceDeploymentFacts } from "./read-service-deployment.ts";

/**
 * `gone`: there was nothing to act on any more; `unconfirmed`: it has happened, but the response was lost, so somebody else may have done
 * it; `failed`: AWS did not do it; `not-done`: nor did it, but it may when it is tried again; `not-possible`: AWS cannot do it here.
 */
export type ActionResult =
	| { readonly outcome: "done" | "gone" }
	| { readonly outcome: "unconfirmed" | "failed" | "not-done" | "not-possible"; readonly reason: string };

/** What a deployment says of an action: it has happened, it cannot happen any more, or it has not happened. */
type Aftermath = "happened" | "gone" | "not-done";

/**
 * Calls an action on a service deployment. Without a usable response, or after a rejection, the deployment is read to see whether it has
 * happened; it is never assumed. Throws TryLaterError if that cannot be told: a call without a response may have an effect later.
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
		const base = error instanceof TryLaterError ? error.message : reasonFor(action, error);
		const reason = `${base}${kind === "rejected" ? whyRejected(error) : ""}`;
		if (kind === "denied") return { outcome: "failed", reason };
		if (isNamed(error, unsupported)) return { outcome: "not-possible", reason };
		const deployment = await readServiceDeployment(client, arn);
		const isLost = kind === "later" || kind === "unusable";
		if (!wasRead(deployment)) {
			if (isLost) throw new TryLaterError(`${reason}; ${deployment.unread}`, { cause: error });
			return { outcome: "failed", reason: `${reason}; ${deployment.unread}` };
		}
		const aftermath = deployment.value === null ? "gone" : aftermathOf(deployment.value);
		if (aftermath === "not-done") {
			if (isLost && !isRefusal(error)) throw new TryLaterError(reason, { cause: error });
			return { outcome: isLost ? "not-done" : "failed", reason };
		}
		// A refused call did nothing, so somebody else did it; unless it is the SDK's repetition of one whose response was lost.
		return aftermath === "happened" && deployment.value !== null && (!isRefusal(error) || wasRetried(error))
			? { outcome: "unconfirmed", reason: describeRollback(deployment.value) }
			: { outcome: "gone" };
	}
}

const maxMessage = 200;

/** AWS says there why it rejects a request. */
export const whyRejected = (error: unknown): string =>
	error instanceof Error && error.message !== "" ? `: ${truncate(toSingleLine(error.message), maxMessage)}` : "";

/** Whether AWS responded that it does not do it, also because it throttles: unlike a server error or a time-out, that has no effect. */
export function isRefusal(error: unknown): boolean {
	const { httpStatusCode: status = 0 } = metadataOf(error);
	return status >= 400 && status < 500;
}

/** The call may have been sent before, and have had an effect. */
export const wasRetried = (error: unknown): boolean => (metadataOf(error).attempts ?? 1) > 1;

/** Of the SDK's error, which may be the cause of our own. */
function metadataOf(error: unknown): { readonly httpStatusCode?: number; readonly attempts?: number } {
	const cause = error instanceof TryLaterError ? error.cause : error;
	return (cause as { readonly $metadata?: object } | undefined)?.$metadata ?? {};
}
