import { environment } from "../../core/environment.ts";
import { notifyChat } from "../../pipeline/sinks/notify-chat.ts";
import { slackPorts } from "../slack-ports.ts";
import { topicPorts } from "../topic-ports.ts";

const topic = process.env[environment.notificationTopicArn] || null;

/**
 * The ledger changed, or a report is due: notifies Slack, or a topic if the stack has one. Messages that are rejected go to the dead-letter
 * queue (docs/runbook.md).
 */
export const handler = topic === null ? notifyChat(slackPorts()) : notifyChat(topicPorts(topic));
