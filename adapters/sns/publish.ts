import { type MessageAttributeValue, PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Destination } from "../../core/destination.ts";
import { PermanentRejectionError, TryLaterError, UnconfirmedError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import { failureKindOf, isNamed, mayBeDone, reasonFor } from "../failures.ts";
import type { SnsMessage } from "./sns-message.ts";

export const permissions: readonly Permission[] = [{ action: "sns:Publish", on: "notification-topic" }];

const action = "sns:Publish";
const deadlineMs = 8_000;

/**
 * Publishes a message, once: who repeats it is the stream. The attribute `destination` is the channel or the webhook of the policy that it is
 * for, or `default`. Throws TryLaterError if SNS has not accepted it but may later, UnconfirmedError if no answer came, and
 * PermanentRejectionError with what to do if it never will.
 */
export async function publish(
	client: SNSClient,
	topicArn: string,
	{ subject, message, attributes }: SnsMessage,
	{ channel, webhook }: Destination,
): Promise<"published"> {
	const command = new PublishCommand({
		TopicArn: topicArn,
		Subject: subject,
		MessageStructure: "json",
		Message: JSON.stringify(message),
		MessageAttributes: attributeValues({ ...attributes, destination: channel ?? webhook ?? "default" }),
	});
	let id: string | undefined;
	try {
		({ MessageId: id } = await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) }));
	} catch (error) {
		throw failureOf(error, topicArn);
	}
	if (id === undefined) throw new UnconfirmedError(`${action} returned an incomplete response`);
	return "published";
}

const attributeValues = (texts: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> =>
	Object.fromEntries(
		Object.entries(texts).map(([name, StringValue]) => [name, { DataType: "String", StringValue }] as const),
	);

/** Errors of the key of an encrypted topic (SNS API reference, Publish), except for throttling. */
const keyErrors = ["KMSAccessDenied", "KMSDisabled", "KMSInvalidState", "KMSNotFound", "KMSOptInRequired"];

function failureOf(error: unknown, topicArn: string): unknown {
	const reason = reasonFor(action, error);
	if (mayBeDone(error)) return new UnconfirmedError(reason, { cause: error });
	const permanent = (what: string) => new PermanentRejectionError(what, { cause: error });
	if (isNamed(error, "NotFound", "NotFoundException"))
		return permanent(`the topic ${topicArn} does not exist; create it, or deploy with another notificationTopic`);
	if (isNamed(error, ...keyErrors, ...keyErrors.map((name) => `${name}Exception`)))
		return permanent(`${reason}: allow the function's role to use the key of the topic (docs/slack-sns.md)`);
	switch (failureKindOf(error)) {
		case "later":
			return new TryLaterError(reason, { cause: error });
		case "denied":
			return permanent(
				`${reason}: the function's role or the policy of the topic does not allow it (docs/slack-sns.md)`,
			);
		case "rejected":
			return permanent(`SNS rejected the message: ${reason}`);
		default:
			return error;
	}
}
