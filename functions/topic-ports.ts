import { createSnsClient } from "../adapters/clients/sns.ts";
import { aboutNotifications, aboutReport } from "../adapters/sns/about.ts";
import { publish } from "../adapters/sns/publish.ts";
import { type SnsMessage, toSnsMessage } from "../adapters/sns/sns-message.ts";
import { placeOfTopic } from "../adapters/sns/topic-arn.ts";
import { required } from "../core/environment.ts";
import type { AccountRegion } from "../core/subject.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import type { SweepSummary } from "../pipeline/sweep-summary.ts";
import { chatPorts } from "./chat-ports.ts";
import { slackForm } from "./slack-ports.ts";
import { variable } from "./variable.ts";

/** Connects the same function to a topic instead of Slack. `arn`: of the topic, which may be in another account or Region. */
export function topicPorts(arn: string): NotifyPorts<SnsMessage> {
	const topic = placeOfTopic(arn);
	const client = createSnsClient(topic.region);
	const place = placeOfStack(topic.partition);
	const form = slackForm(place);
	return {
		...chatPorts(),
		toMessage: (notification) => toSnsMessage(form.toMessage(notification), aboutNotifications([notification])),
		toDigestMessage: (notifications) =>
			toSnsMessage(form.toDigestMessage(notifications), aboutNotifications(notifications)),
		toReportMessage: (report) => {
			const failures =
				report.kind === "summary" ? report.summary.failures : (report.summary as SweepSummary).severities;
			return toSnsMessage(form.toReportMessage(report), aboutReport(report.kind, failures, place));
		},
		post: (message, destination) => publish(client, arn, message, destination),
		firstMessages: null,
	};
}

/** Credentials are valid in one partition only, so the topic's is that of the stack, whose account is in the addresses of its queues. */
function placeOfStack(partition: string): AccountRegion {
	const [, account = ""] = new URL(variable("deadLetterQueueUrl")).pathname.split("/");
	return { partition, account, region: required("AWS_REGION", process.env) };
}
