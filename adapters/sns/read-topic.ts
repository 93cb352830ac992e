import { GetTopicAttributesCommand, type SNSClient } from "@aws-sdk/client-sns";
import { callAws } from "../clients/call-aws.ts";
import { answerOrNull } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "sns:GetTopicAttributes", on: "the notification topic" },
];

/** Numbers of subscriptions: those that receive messages, and those that nobody has confirmed yet. */
interface TopicReading {
	readonly confirmed: number;
	readonly pending: number;
}

/** Null if there is no such topic. Throws FailedCallError. */
export async function readTopic(client: SNSClient, TopicArn: string): Promise<TopicReading | null> {
	const action = "sns:GetTopicAttributes";
	const answer = callAws(action, (options) => client.send(new GetTopicAttributesCommand({ TopicArn }), options), {
		isComplete: ({ Attributes }) => Attributes?.["SubscriptionsConfirmed"] !== undefined,
	});
	const found = await answerOrNull(action, answer, ["NotFound", "NotFoundException"]);
	if (found === null) return null;
	const { SubscriptionsConfirmed: confirmed, SubscriptionsPending: pending } = found.Attributes ?? {};
	return { confirmed: Number(confirmed), pending: Number(pending ?? 0) };
}
