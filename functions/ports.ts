import type { SQSRecord } from "aws-lambda";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { ecrClient } from "../adapters/clients/ecr.ts";
import { ecsClient } from "../adapters/clients/ecs.ts";
import { secretsManagerClient } from "../adapters/clients/secrets-manager.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createLedger, type Ledger } from "../adapters/dynamodb/ledger.ts";
import { confirm, publishedAt } from "../adapters/dynamodb/published.ts";
import { createRefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import { entryChangeIn } from "../adapters/dynamodb/stream-record.ts";
import { createUsedImages } from "../adapters/dynamodb/used-images.ts";
import { addRegistryImages } from "../adapters/ecr/read-container-images.ts";
import { readImage } from "../adapters/ecr/read-image.ts";
import { readRepository } from "../adapters/ecr/read-repository.ts";
import { deregister } from "../adapters/ecs/deregister.ts";
import { addPlatformVersions } from "../adapters/ecs/read-platform-versions.ts";
import { readTaskDefinition } from "../adapters/ecs/read-task-definition.ts";
import { createWebhookReader } from "../adapters/secrets-manager/read-webhook.ts";
import { importFindings } from "../adapters/security-hub/import-findings.ts";
import { resolveFindings } from "../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../adapters/security-hub/to-asff.ts";
import { postMessage } from "../adapters/slack/post-message.ts";
import { type SlackMessage, toMessage } from "../adapters/slack/to-message.ts";
import { slackOrigin } from "../adapters/slack/webhook-url.ts";
import { createDeadLetters } from "../adapters/sqs/dead-letters.ts";
import { attemptOf, nextRequeueDelay, requeue } from "../adapters/sqs/requeue.ts";
import { sendRefresh } from "../adapters/sqs/send-refresh.ts";
import { storeUndelivered } from "../adapters/sqs/undelivered.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import { imageControls, repositoryControls, taskDefinitionControls } from "../controls/index.ts";
import { environment, required } from "../core/environment.ts";
import { settingsByScope } from "../core/scopes.ts";
import { parseRecheck, recheckSource } from "../events/recheck.ts";
import type { CheckPorts } from "../pipeline/check.ts";
import { readLastSnapshot, type SnapshotPorts } from "../pipeline/images-in-use.ts";
import { observeImages, observeRepositoriesAndImages } from "../pipeline/observe.ts";
import { observeFamily } from "../pipeline/observe-family.ts";
import type { RoutePorts } from "../pipeline/route.ts";
import { rules } from "../pipeline/rules.ts";
import type { ChatPorts } from "../pipeline/sinks/chat.ts";
import type { SecurityHubPorts } from "../pipeline/sinks/security-hub.ts";
import type { Ports as StreamPorts } from "../pipeline/stream.ts";
import { streamTelemetry } from "../pipeline/stream-telemetry.ts";
import { telemetry } from "../pipeline/telemetry.ts";
import type { RouteName, SinkName } from "./manifest.ts";

/*
 * Connects adapters and clients, once per cold start; a bundle contains only what its handler uses.
 * A missing environment variable ends the cold start with an error that names it.
 */

export function imagePorts(service: RouteName): RoutePorts {
	const client = ecrClient();
	return routePorts(service, () => observeImages((...of) => readImage(client, ...of), imageControls, rules));
}

export function repositoryAndImagePorts(service: RouteName): RoutePorts {
	const client = ecrClient();
	const readers = {
		repository: (...of: ArgumentsAfterFirst<typeof readRepository>) => readRepository(client, ...of),
		usedImages: readLastSnapshot(snapshotPorts()),
		image: (...of: ArgumentsAfterFirst<typeof readImage>) => readImage(client, ...of),
	};
	const controls = [...repositoryControls, ...imageControls];
	return {
		...routePorts(service, () => observeRepositoriesAndImages(readers, controls, rules)),
		ownMessages: { source: recheckSource, parse: parseRecheck },
	};
}

function snapshotPorts(): SnapshotPorts {
	const table = variable("ledgerTable");
	const queueUrl = variable("refreshQueueUrl");
	return {
		usedImages: createUsedImages(dynamodbClient(), table),
		requests: createRefreshRequests(dynamodbClient(), table),
		sendRefresh: (requestedAt) => sendRefresh(sqsClient(), queueUrl, requestedAt),
		now,
	};
}

export function familyPorts(service: RouteName): RoutePorts {
	const client = ecsClient();
	const registry = ecrClient();
	return routePorts(service, (ledger) =>
		observeFamily({
			read: (...of) => readTaskDefinition(client, ...of),
			addImages: (facts, place) => addRegistryImages(registry, facts, place),
			addServices: (facts) => addPlatformVersions(client, facts),
			deregister: (revisionArn) => deregister(client, revisionArn),
			recordIntent: (...of) => ledger.recordIntent(...of),
			controls: taskDefinitionControls,
			rules,
		}),
	);
}

function routePorts(service: RouteName, observeWith: (ledger: Ledger) => CheckPorts["observe"]): RoutePorts {
	const table = variable("ledgerTable");
	const queueUrl = variable("queueUrl");
	const deadLetterQueueUrl = variable("deadLetterQueueUrl");
	const ledger = createLedger(dynamodbClient(), table);
	const letters = createDeadLetters(sqsClient(), deadLetterQueueUrl, dynamodbClient(), table);
	// Only scans of images are waited for. Scopes may wait longer than the rest of the policy; an extra check does no harm.
	const recheckMinutes = imageControls.flatMap((control) =>
		settingsByScope(rules.policy, control).flatMap(({ settings }) => control.recheckMinutes?.(settings) ?? []),
	);
	return {
		ledger,
		observe: observeWith(ledger),
		rules,
		now,
		reject: async ({ messageId, body }: SQSRecord, reason) => {
			await letters.send({ messageId, body, reason });
		},
		requeue: async ({ body, messageAttributes }: SQSRecord, awaited) => {
			const delays = awaited.flatMap(({ since, readAt }) => nextRequeueDelay(since, readAt, recheckMinutes) ?? []);
			if (delays.length === 0) return null;
			const delaySeconds = Math.min(...delays);
			await requeue(sqsClient(), queueUrl, { body, attempt: attemptOf(messageAttributes) + 1, delaySeconds });
			return delaySeconds;
		},
		replaySource: process.env[environment.replaySource] || null,
		telemetry: telemetry(service),
	};
}

export function securityHubPorts(): StreamPorts & SecurityHubPorts {
	const client = securityHubClient();
	return {
		...streamPorts("security-hub"),
		toFinding: (entry, change) =>
			toAsff(
				entry,
				change,
				controlDescriptions.find(({ id }) => id === change.control),
			),
		importFindings: (findings) => importFindings(client, findings),
		resolveFindings: (findings) => resolveFindings(client, findings),
	};
}

export function slackPorts(): StreamPorts & ChatPorts<SlackMessage> {
	const readWebhook = createWebhookReader(secretsManagerClient(), variable("slackSecretArn"));
	// An origin other than Slack's own is for local runs.
	const slack = { readWebhook, origin: process.env[environment.slackOrigin] || slackOrigin };
	return {
		...streamPorts("slack"),
		toMessage: (notification) => toMessage(notification, controlDescriptions),
		post: (message) => postMessage(message, slack),
		minimumSeverity: rules.policy.slack.minimumSeverity,
	};
}

function streamPorts(sink: SinkName): StreamPorts {
	const table = variable("ledgerTable");
	const queueUrl = variable("deadLetterQueueUrl");
	return {
		sink,
		readChange: entryChangeIn,
		ledger: {
			publishedAt: (...of) => publishedAt(dynamodbClient(), table, ...of),
			confirm: (...of) => confirm(dynamodbClient(), table, ...of),
		},
		storeUndelivered: (undelivered) => storeUndelivered(sqsClient(), queueUrl, undelivered),
		telemetry: streamTelemetry(sink),
		now: Date.now,
	};
}

const now = (): string => new Date().toISOString();

const variable = (name: keyof typeof environment): string => required(environment[name], process.env);

type ArgumentsAfterFirst<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;
