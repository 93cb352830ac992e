import { randomUUID } from "node:crypto";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { ecrClient } from "../adapters/clients/ecr.ts";
import { ecsClient } from "../adapters/clients/ecs.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { ssmClient } from "../adapters/clients/ssm.ts";
import { createAnswers } from "../adapters/dynamodb/answers.ts";
import { createDeploymentClaims } from "../adapters/dynamodb/deployment-claims.ts";
import { addRegistryImages } from "../adapters/ecr/read-container-images.ts";
import { continueDeployment } from "../adapters/ecs/continue-deployment.ts";
import { listDeployments } from "../adapters/ecs/list-deployments.ts";
import { readRevision } from "../adapters/ecs/read-revision.ts";
import { readService } from "../adapters/ecs/read-service.ts";
import { readServiceDeployment } from "../adapters/ecs/read-service-deployment.ts";
import { readServiceRevision } from "../adapters/ecs/read-service-revision.ts";
import { setBack } from "../adapters/ecs/set-back.ts";
import { stopDeployment } from "../adapters/ecs/stop-deployment.ts";
import { attemptOf } from "../adapters/sqs/requeue.ts";
import { sendDecision } from "../adapters/sqs/send-decision.ts";
import { createOffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { taskDefinitionControls } from "../controls/index.ts";
import { environment } from "../core/environment.ts";
import type { MessagePorts, WorkerPorts } from "../pipeline/deployments/worker-ports.ts";
import { workerTelemetry } from "../pipeline/deployments/worker-telemetry.ts";
import { recheckMessages } from "../pipeline/recheck.ts";
import { rules } from "../pipeline/rules.ts";
import { answerReplies } from "./approval-ports.ts";
import type { RouteName, WorkerName } from "./manifest.ts";
import { queuePorts } from "./queue-ports.ts";
import { now, untilTimeLeft } from "./time.ts";
import { variable } from "./variable.ts";

/** Milliseconds for reporting what failed, before the function is stopped. */
const reportMs = 5_000;

/** Connects the adapters of the function that stops deployments, as functions/ports.ts does for the routes. */
export function deploymentPorts(service: WorkerName): WorkerPorts & MessagePorts {
	const familyQueueUrl = variable("familyQueueUrl");
	const [ecs, ecr, sqs] = [ecsClient(), ecrClient(), sqsClient()];
	return {
		listDeployments: (...of) => listDeployments(ecs, ...of),
		readServiceDeployment: (arn) => readServiceDeployment(ecs, arn),
		readService: (...of) => readService(ecs, ...of),
		readServiceRevision: (arn) => readServiceRevision(ecs, arn),
		readDefinition: (...of) => readRevision(ecs, ...of),
		addImages: (...of) => addRegistryImages(ecr, ...of),
		stopDeployment: (arn) => stopDeployment(ecs, arn),
		continueDeployment: (...of) => continueDeployment(ecs, ...of),
		setBack: (...of) => setBack(ecs, ...of),
		claims: createDeploymentClaims(dynamodbClient(), variable("ledgerTable")),
		answers: createAnswers(dynamodbClient(), variable("ledgerTable")),
		replies: answerReplies(service),
		offSwitch: createOffSwitchReader(ssmClient(), variable("offSwitchParameter")),
		sendRecord: (subject, record) =>
			sendDecision(sqs, familyQueueUrl, recheckMessages([subject], randomUUID, now(), { decided: [record] })),
		gateArn: process.env[environment.gateFunctionArn] || null,
		controls: taskDefinitionControls,
		rules,
		now,
		...queuePorts(service),
		attemptOf: ({ messageAttributes }) => attemptOf(messageAttributes),
		timeUp: (context) => untilTimeLeft(context, reportMs),
		replaySource: process.env[environment.replaySource] || null,
		replayCanBlock: process.env[environment.replayCanBlock] === "true",
		telemetry: workerTelemetry(service, "task-definition-registered" satisfies RouteName),
	};
}
