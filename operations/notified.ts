import type { Stack } from "../adapters/cloudformation/read-stack.ts";

/** How an installation notifies people. */
export type Notified = NotifiedSlack | { readonly by: "topic"; readonly topicArn: string };

export interface NotifiedSlack {
	readonly by: "slack";
	/** ARN of the secret. */
	readonly secret: string;
	/** Keys of the secret that the deployed policy needs, such as `webhooks.payments`; null for a stack of a version before. */
	readonly needs: readonly string[] | null;
}

/** By the outputs of its stack. `at`: an output that must exist. */
export function notifiedBy(outputs: Stack["outputs"], at: (name: string) => string): Notified {
	const topicArn = outputs["NotificationTopicArn"];
	if (topicArn !== undefined) return { by: "topic", topicArn };
	return { by: "slack", secret: at("SlackSecretArn"), needs: outputs["SlackSecretNeeds"]?.split(",") ?? null };
}
