import { createRequire } from "node:module";
import {
	ConditionalCheckFailedException,
	GetItemCommand,
	PutItemCommand,
	QueryCommand,
	ScanCommand,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
	BatchGetImageCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	DescribeRepositoriesCommand,
	GetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
	BatchImportFindingsCommand,
	BatchUpdateFindingsCommand,
	GetFindingsCommand,
	SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { entryItemOf } from "../../adapters/dynamodb/items.ts";
import type { Permission } from "../../core/permission.ts";
import { arnOf } from "../../core/subject.ts";
import { permissionName } from "../../infra/degradation.ts";
import { awsError } from "./aws-errors.ts";
import { aDigest } from "./builders.ts";
import { disturbance, setUpEcs, throttleIf } from "./degraded-ecs.ts";
import { dynamodb, ecr, ecs, sqs, url } from "./mocked-account.ts";
import { answerForSlack } from "./slack-network.ts";
import { signingSecret } from "./slack-request.ts";
import { aFamily, anEntryOf } from "./verdicts.ts";

/** Digests of an image index, and of an image whose scan has not ended. */
export const [indexDigest, awaitedDigest] = [aDigest("f"), aDigest("e")];
const indexType = "application/vnd.oci.image.index.v1+json";
const [account, region] = ["111122223333", "ap-northeast-1"];
const hub = mockClient(SecurityHubClient);
const secrets = mockClient(SecretsManagerClient);

/** When the sweep started whose messages are delivered. */
export const sweepStart = "2026-11-21T12:00:00.000Z";

/** The queues of a function, each with a URL of its own. */
const queues: Readonly<Partial<Record<Permission["on"], string>>> = {
	"own-queue": `${url}-own`,
	"dead-letter-queue": `${url}-dead`,
	"family-queue": `${url}-family`,
	"recheck-queue": `${url}-recheck`,
	"refresh-queue": `${url}-refresh`,
	"sweep-queue": `${url}-sweep`,
	"deployment-queue": `${url}-deployments`,
	"all-dead-letter-queues": `${url}-dead-letters`,
};
export const queueUrlOf = (on: Permission["on"]): string | undefined => queues[on];

const itemsByKey: Readonly<Record<string, object>> = {
	"used-images snapshot": { asOf: "2026-11-01T00:00:00.000Z", chunks: 0, slot: "a" },
	"sweep current": { startedAt: sweepStart, rules: "unbundled", isFirst: false, phase: "lists", failed: 0 },
};

/** A Slack secret with what an app needs. */
export const appSecret = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:shipshape/slack-app";

/** An account in which every permission of every function is used. */
export function setUpDegradedAccount(): void {
	Object.assign(process.env, {
		QUEUE_URL: queues["own-queue"],
		DEAD_LETTER_QUEUE_URL: queues["dead-letter-queue"],
		FAMILY_QUEUE_URL: queues["family-queue"],
		RECHECK_QUEUE_URL: queues["recheck-queue"],
		REFRESH_QUEUE_URL: queues["refresh-queue"],
		SWEEP_QUEUE_URL: queues["sweep-queue"],
		DEPLOYMENT_QUEUE_URL: queues["deployment-queue"],
		DEAD_LETTER_QUEUE_URLS: queues["all-dead-letter-queues"],
		SLACK_SECRET_ARN: "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:shipshape/slack-webhook",
	});
	for (const client of [hub, secrets]) client.reset();
	setUpTable();
	setUpRegistry();
	setUpEcs();
	sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: "0" } });
	sqs.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }));
	const resolved = {
		Id: "shipshape/x/a",
		ProductArn: "p",
		Compliance: { Status: "FAILED" as const },
		RecordState: "ACTIVE" as const,
	};
	hub.on(GetFindingsCommand).resolves({ Findings: [{ ...resolved, Workflow: { Status: "RESOLVED" } } as never] });
	hub.on(BatchUpdateFindingsCommand).resolves({ ProcessedFindings: [], UnprocessedFindings: [] });
	hub.on(BatchImportFindingsCommand).callsFake(({ Findings }: { Findings: { Id: string }[] }) => {
		const FailedFindings = Findings.filter(({ Id }) => Id.includes("/rejected")).map(({ Id }) => ({
			Id,
			ErrorCode: "InvalidInput",
			ErrorMessage: "",
		}));
		return {
			FailedCount: FailedFindings.length,
			SuccessCount: Findings.length - FailedFindings.length,
			FailedFindings,
		};
	});
	secrets.on(GetSecretValueCommand).callsFake(({ SecretId }) => ({
		SecretString:
			SecretId === appSecret ? JSON.stringify({ signingSecret }) : "https://hooks.slack.com/services/T0/B0/secret",
	}));
	answerForSlack((_, body) =>
		body.includes("rejected") ? { status: 400, body: "invalid_blocks" } : { status: 200, body: "ok" },
	);
}

function setUpTable(): void {
	// The line of turns to read ECS is empty.
	dynamodb.on(UpdateItemCommand).resolves({ Attributes: { lineEnd: { N: "0" } } });
	dynamodb.on(PutItemCommand).callsFake(({ Item: { sk } }) => {
		if (sk.S !== "verdicts" || disturbance.conflicts-- <= 0) return {};
		throw new ConditionalCheckFailedException({ message: "", $metadata: {} });
	});
	dynamodb.on(ScanCommand).resolves({ Items: [] });
	dynamodb.on(GetItemCommand).callsFake(({ Key: { pk, sk } }) => {
		throttleIf(disturbance.isTableSlow);
		if (sk.S === "verdicts") return { Item: entryItemOf(anEntryOf({ readAt: "2026-01-01T00:00:00.000Z" })) };
		const content = itemsByKey[`${pk.S} ${sk.S}`] ?? (pk.S.startsWith("sweep#") ? { body: "" } : undefined);
		return content === undefined ? {} : { Item: marshall(content) };
	});
	const users = [
		aFamily(),
		{ kind: "image", partition: "aws", account, region, repository: "other", digest: indexDigest },
	];
	dynamodb.on(QueryCommand).callsFake(({ ExpressionAttributeValues: values }) => {
		throttleIf(disturbance.isTableSlow);
		const sk = String(values[":sk"]?.S ?? "");
		const candidate = { pk: "x", sk: "block-candidate#2", revision: 2, until: "2026-01-01T00:00:00.000Z" };
		if (sk === "block-" && values[":pk"].S.endsWith("/web")) return { Items: [marshall(candidate)] };
		const used = users.map((user, at) => marshall({ pk: "x", sk: `used-by#${at}`, user }));
		const waiting = [{ arn: { S: `arn:aws:ecr:${region}:${account}:repository/payments` } }];
		if (sk.startsWith("used-by#")) return { Items: used };
		// As many as are looked at in one run, so that another one follows.
		if (sk === "stale#") return { Items: Array.from({ length: 100 }, () => ({ arn: { S: arnOf(aFamily("stale")) } })) };
		if (sk === "held#") return { Items: [{ arn: { S: arnOf(aFamily("held")) }, before: { NULL: true } }] };
		return { Items: sk.startsWith("waiting#") ? waiting : [] };
	});
}

function setUpRegistry(): void {
	ecr.on(DescribeRepositoriesCommand).callsFake(() => {
		throttleIf(disturbance.isSlow);
		return { repositories: [{ repositoryName: "payments" }] };
	});
	ecr.on(DescribeImagesCommand).callsFake(({ imageIds }) => {
		throttleIf(disturbance.isSlow);
		const imagePushedAt = imageIds?.[0]?.imageDigest === awaitedDigest ? new Date() : new Date("2026-10-01T00:00:00Z");
		if (imageIds === undefined) {
			return {
				imageDetails: ["1", "2", "3"].map((one) => ({ imageDigest: aDigest(one), imagePushedAt, imageTags: [one] })),
			};
		}
		const digest = imageIds[0]?.imageTag === "multi" ? indexDigest : (imageIds[0]?.imageDigest ?? aDigest());
		const detail = { imageDigest: digest, imagePushedAt, imageSizeInBytes: 1, imageTags: ["1.0.0", "multi"] };
		return { imageDetails: [digest === indexDigest ? { ...detail, imageManifestMediaType: indexType } : detail] };
	});
	const scan = { imageScanStatus: { status: "COMPLETE" as const }, imageScanFindings: { findings: [] } };
	ecr.on(DescribeImageScanFindingsCommand).callsFake(({ imageId }) => {
		// An index has no scan of its own.
		if ([awaitedDigest, indexDigest].includes(imageId?.imageDigest)) throw awsError("ScanNotFoundException");
		return scan;
	});
	const manifests = [{ digest: aDigest(), platform: { architecture: "arm64", os: "linux" } }];
	const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests });
	const image = { imageId: { imageDigest: indexDigest }, imageManifestMediaType: indexType, imageManifest };
	ecr.on(BatchGetImageCommand).resolves({ images: [image], failures: [] });
	ecr.on(GetRepositoryPolicyCommand).resolves({ policyText: JSON.stringify({ Version: "2012-10-17", Statement: [] }) });
}

const load = createRequire(import.meta.filename);
type Commands = Readonly<Record<string, typeof DescribeImagesCommand>>;
export const clients = { dynamodb, ecr, ecs, sqs, securityhub: hub, secretsmanager: secrets } as unknown as Readonly<
	Record<string, typeof ecr>
>;
const packages: Readonly<Record<string, string>> = { secretsmanager: "secrets-manager" };

/** Makes IAM deny an action, of SQS only on one queue. */
export function deny({ action, on }: Pick<Permission, "action" | "on">): void {
	const [service = "", name = ""] = action.split(":");
	const commands = load(`@aws-sdk/client-${packages[service] ?? service}`) as Commands;
	const error = awsError("AccessDeniedException", 400);
	const denied = name === "SendMessage" ? [SendMessageCommand, SendMessageBatchCommand] : [commands[`${name}Command`]];
	for (const command of denied as Commands[string][]) {
		if (command === undefined) throw new RangeError(`${action} is no call`);
		const QueueUrl = queues[on];
		if (QueueUrl === undefined) clients[service]?.on(command).rejects(error);
		else clients[service]?.on(command, { QueueUrl } as never).rejects(error);
	}
}

/** The names of the permissions that the calls needed. */
export function calledPermissions(): readonly string[] {
	return Object.entries(clients).flatMap(([service, client]) =>
		client.calls().map(({ args: [command] }) => {
			// The batch calls of SQS have the permission of the single ones (Service Authorization Reference).
			const action = `${service}:${command.constructor.name.replace(/(?:Batch)?Command$/, "")}` as const;
			const { QueueUrl } = command.input as { readonly QueueUrl?: string };
			const [on = "*"] = (Object.keys(queues) as Permission["on"][]).filter((queue) => queues[queue] === QueueUrl);
			return permissionName({ action, on });
		}),
	);
}
