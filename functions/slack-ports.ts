import { secretsManagerClient } from "../adapters/clients/secrets-manager.ts";
import { createSlackSecretReader } from "../adapters/secrets-manager/read-slack-secret.ts";
import { toDigestMessage } from "../adapters/slack/to-digest-message.ts";
import { type SlackMessage, toMessage } from "../adapters/slack/to-message.ts";
import { toSummaryMessage } from "../adapters/slack/to-summary-message.ts";
import { toSweepMessage } from "../adapters/slack/to-sweep-message.ts";
import { webhookOriginOf } from "../adapters/slack/webhook-url.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import type { AccountRegion } from "../core/subject.ts";
import { rules } from "../pipeline/rules.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import type { PostedReport } from "../pipeline/sinks/reports.ts";
import type { SweepSummary } from "../pipeline/sweep-summary.ts";
import { chatPorts, linePorts, type Transport } from "./chat-ports.ts";
import { slackTransport } from "./slack-transport.ts";
import { variable } from "./variable.ts";

/** Connects the adapters and clients of the function that notifies Slack, once per cold start. */
export function slackPorts(): NotifyPorts<SlackMessage> {
	const secretArn = variable("slackSecretArn");
	const readSecret = createSlackSecretReader(secretsManagerClient(), secretArn);
	const [table, origin] = [variable("ledgerTable"), webhookOriginOf(process.env)];
	const [, partition = "", , region = "", account = ""] = secretArn.split(":");
	return {
		...chatPorts(),
		...slackForm({ partition, region, account }),
		...slackTransport({ readSecret, origin, table, policy: rules.policy.slack, line: linePorts() }),
	};
}

/** The messages in Slack's form. `place`: of the stack. */
export const slackForm = (place: AccountRegion): Omit<Transport<SlackMessage>, "post" | "firstMessages"> => ({
	toMessage: (notification) => toMessage(notification, controlDescriptions),
	toDigestMessage: (notifications) => toDigestMessage(notifications, controlDescriptions),
	toReportMessage: (report: PostedReport) =>
		report.kind === "summary"
			? toSummaryMessage(report.summary, place)
			: toSweepMessage(report.summary as SweepSummary, report.failed === 0, controlDescriptions, place),
});
