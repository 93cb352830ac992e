import { secretsManagerClient } from "../adapters/clients/secrets-manager.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createSlackSecretReader, type ReadSlackSecret } from "../adapters/secrets-manager/read-slack-secret.ts";
import { sparingReader } from "../adapters/secrets-manager/sparing-reader.ts";
import { answerMessage } from "../adapters/slack/answer-message.ts";
import { apiUrlOf } from "../adapters/slack/api-url.ts";
import { approvalForm, approvalNotice, formProblem } from "../adapters/slack/approval-form.ts";
import { interactionIn } from "../adapters/slack/interaction.ts";
import { createSlackCalls, type SlackCalls } from "../adapters/slack/slack-calls.ts";
import { headerProblem, signatureProblem } from "../adapters/slack/verify-signature.ts";
import { webhookOriginOf } from "../adapters/slack/webhook-url.ts";
import { sendAnswer } from "../adapters/sqs/send-answer.ts";
import { environment } from "../core/environment.ts";
import { messageOf } from "../core/errors.ts";
import type { InteractionPorts } from "../pipeline/approvals/interactions.ts";
import type { AnswerReplies } from "../pipeline/deployments/answer-replies.ts";
import { jsonLog } from "../pipeline/json-log.ts";
import { rules } from "../pipeline/rules.ts";
import type { EndpointName, WorkerName } from "./manifest.ts";
import { variable } from "./variable.ts";

/** Connects the adapters of the function that Slack calls. */
export function interactionPorts(service: EndpointName): InteractionPorts {
	const readSecret = sparingReader(
		createSlackSecretReader(secretsManagerClient(), variable("slackSecretArn")),
		Date.now,
	);
	const queueUrl = variable("deploymentQueueUrl");
	const slack = slackCalls(readSecret);
	return {
		readSigningSecret: async (fresh) => (await readSecret(fresh))?.signingSecret ?? null,
		headerProblem,
		signatureProblem,
		parse: interactionIn,
		openForm: (click, terms) => slack.openModal(click.trigger, approvalForm(click, terms)),
		openNotice: ({ trigger }, text) => slack.openModal(trigger, approvalNotice(text)),
		formProblem,
		enqueue: (body) => sendAnswer(sqsClient(), queueUrl, body),
		slack: rules.policy.slack,
		now: Date.now,
		log: jsonLog(service).info,
	};
}

/** What the function that answers PAUSE hooks says in Slack; nothing if the stack has no approvals. */
export function answerReplies(service: WorkerName): AnswerReplies {
	const secretArn = process.env[environment.slackSecretArn] || null;
	if (secretArn === null) return { tell: async () => {}, show: async () => {} };
	const slack = slackCalls(sparingReader(createSlackSecretReader(secretsManagerClient(), secretArn), Date.now));
	const log = jsonLog(service);
	const attempt = (call: Promise<void>): Promise<void> =>
		call.catch((error: unknown) => log.warn("nothing could be said in Slack", { reason: messageOf(error) }));
	return {
		tell: ({ channel }, user, text) => attempt(slack.tell(channel, user, text)),
		show: async ({ channel, ts, asks }, answer, what) => {
			if (asks === 1) await attempt(slack.updateMessage({ channel, ts }, answerMessage(answer, what)));
		},
	};
}

function slackCalls(readSecret: ReadSlackSecret): SlackCalls {
	return createSlackCalls({
		readBotToken: async (fresh) => (await readSecret(fresh))?.botToken ?? null,
		apiUrl: apiUrlOf(webhookOriginOf(process.env)),
	});
}
