import type { Context } from "aws-lambda";
import { parseStart, parse as parseStarted } from "../../events/deployment-started/index.ts";
import { parse as parseEcsChanged } from "../../events/ecs-changed/index.ts";
import { parse as parseHook } from "../../events/hook-awaiting-action/index.ts";
import { parse as parsePushed } from "../../events/image-pushed/index.ts";
import { parse as parseScanned } from "../../events/image-scanned/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseChanged } from "../../events/repository-changed/index.ts";
import { parse as parseRegistered } from "../../events/task-definition-registered/index.ts";
import { interactionPorts } from "../../functions/approval-ports.ts";
import { deploymentPorts } from "../../functions/deployment-ports.ts";
import { gatePorts } from "../../functions/gate-ports.ts";
import type { FunctionName } from "../../functions/manifest.ts";
import { familyPorts, imagePorts, repositoryAndImagePorts } from "../../functions/ports.ts";
import { refreshPorts } from "../../functions/refresh-ports.ts";
import { resourceHookPorts } from "../../functions/resource-hook-ports.ts";
import { securityHubPorts } from "../../functions/sink-ports.ts";
import { slackPorts } from "../../functions/slack-ports.ts";
import { sweepPorts } from "../../functions/sweep-ports.ts";
import { handleInteractions } from "../../pipeline/approvals/interactions.ts";
import { resourceHook } from "../../pipeline/cloudformation-hook/resource-hook.ts";
import { gate } from "../../pipeline/deployments/gate.ts";
import { handleDeployments } from "../../pipeline/deployments/worker.ts";
import { refreshImagesInUse } from "../../pipeline/refresh-images-in-use.ts";
import { reopenedReader } from "../../pipeline/reopened-findings.ts";
import { route } from "../../pipeline/route.ts";
import { notifyChat } from "../../pipeline/sinks/notify-chat.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { encodeMessage, firstPageOf, listNames, type Task } from "../../pipeline/sweep/messages.ts";
import { sweep } from "../../pipeline/sweep/sweep.ts";
import { emptySummary } from "../../pipeline/sweep-summary.ts";
import { aDigest } from "./builders.ts";
import { appSecret, awaitedDigest, indexDigest, sweepStart } from "./degraded-account.ts";
import { deploymentOf, pauseOf, rolloutOf } from "./degraded-deployments.ts";
import {
	aFirstSweepRecord,
	anEntry,
	aStreamRecord,
	aWakeRecord,
	capacityProviderSubject,
	clusterSubject,
	repositorySubject,
	serviceSubject,
} from "./entries.ts";
import { aHookRequest } from "./gate.ts";
import { aResourceRequest, compliantDefinition, writableDefinition } from "./resource-requests.ts";
import { batchOf, push } from "./route.ts";
import { aSample } from "./routes.ts";
import { formBody, signed, urlEvent } from "./slack-request.ts";
import { aFamily, aRecordedVerdict } from "./verdicts.ts";

type Answer =
	| { readonly batchItemFailures: readonly unknown[] }
	| { readonly hookStatus: string }
	| { readonly statusCode: number };
type Handler = (event: never, context: Context) => Promise<Answer>;
interface Scenarios {
	/** As a cold start connects it. */
	readonly handler: () => Handler;
	/** Events of Lambda, by what they are about. */
	readonly events: () => Readonly<Record<string, object>>;
}

const isFromQueue = ({ Records: [first] }: { Records: { eventSource?: string }[] }) => first?.eventSource === "aws:sqs";
const now = (): string => new Date().toISOString();
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const image = (repository: string, digest: string) => ({ kind: "image" as const, ...place, repository, digest });

const scanOf = (digest: string) => {
	const detail = { "scan-status": "COMPLETE", "repository-name": "payments", "image-digest": digest };
	return batchOf(push("payments", { "detail-type": "ECR Image Scan", time: now(), detail }));
};
const pushOf = (digest: string) => {
	const detail = { "action-type": "PUSH", result: "SUCCESS", "repository-name": "payments", "image-digest": digest };
	return batchOf(push("payments", { time: now(), detail }));
};
const registrationOf = (family: string) =>
	batchOf({
		...aSample("task-definition-registered", "register-answer-omitted"),
		time: now(),
		detail: {
			eventSource: "ecs.amazonaws.com",
			eventName: "RegisterTaskDefinition",
			requestParameters: { family },
			responseElements: null,
		},
	});
const sampleOf = (kind: string, name: string) => batchOf({ ...aSample(kind, name), time: now() });
const imageEvents = (eventOf: (digest: string) => object) => ({
	"an image": eventOf(aDigest()),
	"an image index": eventOf(indexDigest),
	"an image whose scan has not ended": eventOf(awaitedDigest),
	"an image, while ECR does not answer": eventOf(aDigest()),
	"an image, while another check of it ends": eventOf(aDigest()),
	"a malformed message": batchOf("{"),
});
const swept = (task: Task, isPartial = false) =>
	batchOf(encodeMessage({ cause: null, sweep: sweepStart, isPartial, task }, place).body);
const lastAttempt = ({ Records }: ReturnType<typeof batchOf>) => ({
	Records: Records.map((one) => ({
		...one,
		messageAttributes: { attempt: { stringValue: "99", dataType: "Number" } },
	})),
});
const everything = [
	repositorySubject(),
	image("payments", aDigest()),
	image("payments", indexDigest),
	aFamily(),
	serviceSubject(),
	clusterSubject(),
	capacityProviderSubject("batch"),
];
const entryOf = (name: string) => anEntry({ subject: repositorySubject(name) });
const passes = { "task-definition/read-only-root": aRecordedVerdict({ status: "pass" }) };
const record = (before: Parameters<typeof aStreamRecord>[1], after: Parameters<typeof aStreamRecord>[2]) => ({
	Records: [aStreamRecord(1, before, after, Date.now())],
});

/** It limits the rate of the client, which is shared, and so cannot be connected twice. */
let sweepHandler: Handler | undefined;

export const scenarios: Readonly<Partial<Record<FunctionName, Scenarios>>> = {
	"image-scanned": {
		handler: () => route(parseScanned, imagePorts("image-scanned")) as Handler,
		events: () => imageEvents(scanOf),
	},
	"image-pushed": {
		handler: () => route(oneOf(parsePushed, parseChanged), repositoryAndImagePorts("image-pushed")) as Handler,
		events: () => ({
			...imageEvents(pushOf),
			"a change of the registry": sampleOf("repository-changed", "registry-scanning-changed"),
		}),
	},
	"task-definition-registered": {
		handler: () =>
			route(
				oneOf(parseRegistered, parseStarted, parseEcsChanged),
				familyPorts("task-definition-registered"),
			) as Handler,
		events: () => ({
			"a task definition": registrationOf("web"),
			"a task definition with an image index": registrationOf("multi"),
			"a task definition that is gone": registrationOf("gone"),
			"a task definition whose last revision is not active": registrationOf("old"),
			"a task definition, while ECS does not answer": registrationOf("web"),
			"a deployment": sampleOf("deployment-started", "in-progress"),
			"a cluster": sampleOf("ecs-changed", "create-cluster"),
			"a capacity provider": sampleOf("ecs-changed", "create-capacity-provider"),
			"a malformed message": batchOf("{"),
		}),
	},
	"refresh-images-in-use": {
		handler: () => refreshImagesInUse(refreshPorts("refresh-images-in-use")) as Handler,
		events: () => ({
			"a request": batchOf({}),
			"a request, while ECS does not answer": batchOf({}),
			"a request for the last time, while ECS does not answer": lastAttempt(batchOf({})),
			"a request, while the table does not answer": batchOf({}),
		}),
	},
	"deployment-started": {
		handler: () => handleDeployments(oneOf(parseStart, parseHook), deploymentPorts("deployment-started")) as Handler,
		events: () => ({
			"a compliant deployment": rolloutOf("web2"),
			"a compliant deployment of an image index": rolloutOf("multi"),
			"a deployment that the policy would stop": rolloutOf("writable"),
			"a deployment that is not listed yet": rolloutOf("unlisted"),
			"a deployment that waits in a PAUSE hook": pauseOf("writable-paused"),
			"a rollback": rolloutOf("rollback"),
			"a rollback, while the table does not answer": rolloutOf("rollback"),
			"a deployment, while ECS does not answer": rolloutOf("web2"),
			"a malformed message": batchOf("{"),
		}),
	},
	sweep: {
		handler: () => {
			sweepHandler ??= sweep(sweepPorts("sweep")) as Handler;
			return sweepHandler;
		},
		events: () => ({
			"the schedule's event": batchOf({
				...push("x"),
				source: "aws.events",
				"detail-type": "Scheduled Event",
				detail: {},
			}),
			...Object.fromEntries(
				listNames.map((list) => {
					const of = { images: ["payments"], services: ["shop"] }[list as "images"] ?? [];
					return [`the list of ${list}`, swept({ ...firstPageOf(list), of } as Task)];
				}),
			),
			"the list of repositories, while ECR does not answer": swept(firstPageOf("repositories")),
			"all kinds of subjects": swept({ kind: "check", subjects: everything.map((subject) => ({ subject })) }),
			"the summary": swept({ kind: "summary", token: null, summary: emptySummary }),
			"a malformed message": batchOf("{"),
		}),
	},
	"deployment-gate": {
		handler: () => gate(gatePorts("deployment-gate")) as Handler,
		events: () => ({
			"a compliant deployment": aHookRequest(),
			"a compliant deployment of an image index": deploymentOf("multi"),
			"a deployment that the policy would block": deploymentOf("writable"),
			"a deployment, while ECS does not answer": aHookRequest(),
			"a malformed request": {},
		}),
	},
	"cloudformation-hook": {
		handler: () => resourceHook(resourceHookPorts("cloudformation-hook")) as unknown as Handler,
		events: () => ({
			"a compliant resource": aResourceRequest(compliantDefinition),
			"a resource that the policy would block": aResourceRequest(writableDefinition),
			"a malformed request": {},
		}),
	},
	"slack-interactions": {
		handler: () => {
			process.env["SLACK_SECRET_ARN"] = appSecret;
			return handleInteractions(interactionPorts("slack-interactions")) as unknown as Handler;
		},
		events: () => ({ "a click": urlEvent(signed(formBody({ type: "other" }), Date.now())) }),
	},
	"publish-findings": {
		handler: () => {
			const ports = securityHubPorts();
			const [publish, reopened] = [streamReader(securityHubSink(ports), ports), reopenedReader(ports)];
			return ((event: never) => (isFromQueue(event) ? reopened(event) : publish(event))) as Handler;
		},
		events: () => ({
			"a failure": record(null, entryOf("a")),
			"the end of a failure": record(entryOf("a"), { ...entryOf("a"), readAt: now(), controls: passes }),
			"a failure again": record({ ...entryOf("a"), controls: passes }, { ...entryOf("a"), readAt: now() }),
			"a finding that Security Hub rejects": record(null, entryOf("rejected")),
			"a finding that failed again": batchOf([{ Id: "shipshape/x/a", ProductArn: "p", isBeingResolved: true }]),
		}),
	},
	"notify-slack": {
		handler: () => notifyChat(slackPorts()) as Handler,
		events: () => ({
			"a failure": record(null, entryOf("a")),
			"a message that Slack rejects": record(null, entryOf("rejected")),
			"the report of the first sweep": { Records: [aFirstSweepRecord(3, Date.now())] },
			"the end of the quiet hours": { Records: [aWakeRecord(2, Date.now())] },
		}),
	},
};
