import type { DeploymentDecision } from "./decide.ts";

/** What a hook answers. Fields and values: Amazon ECS developer guide, "Lambda hooks for Amazon ECS service deployments". */
export type HookReply =
	| { readonly hookStatus: "SUCCEEDED" | "FAILED" }
	/** ECS calls again after so many seconds, and passes the details on. */
	| {
			readonly hookStatus: "IN_PROGRESS";
			readonly callBackDelay: number;
			readonly hookDetails: Readonly<Record<string, unknown>>;
	  };

/** `hookDetails`: what is passed on if the deployment waits. */
export function replyOf(
	{ kind, delaySeconds = 30 }: DeploymentDecision,
	hookDetails: Readonly<Record<string, unknown>>,
): HookReply {
	switch (kind) {
		case "allow":
			return { hookStatus: "SUCCEEDED" };
		case "refuse":
			return { hookStatus: "FAILED" };
		case "wait":
			return { hookStatus: "IN_PROGRESS", callBackDelay: delaySeconds, hookDetails };
	}
}
