import { randomUUID } from "node:crypto";
import { ecrClient } from "../adapters/clients/ecr.ts";
import { ecsClient } from "../adapters/clients/ecs.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { ssmClient } from "../adapters/clients/ssm.ts";
import { addRegistryImages } from "../adapters/ecr/read-container-images.ts";
import { readEnding } from "../adapters/ecs/read-ending.ts";
import { readRevision } from "../adapters/ecs/read-revision.ts";
import { readServiceRevision } from "../adapters/ecs/read-service-revision.ts";
import { sendDecision } from "../adapters/sqs/send-decision.ts";
import { createOffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { taskDefinitionControls } from "../controls/index.ts";
import type { GatePorts } from "../pipeline/deployments/gate.ts";
import { gateTelemetry } from "../pipeline/deployments/telemetry.ts";
import { recheckMessages } from "../pipeline/recheck.ts";
import { rules } from "../pipeline/rules.ts";
import type { HookName, RouteName } from "./manifest.ts";
import { now, untilTimeLeft } from "./time.ts";
import { variable } from "./variable.ts";

/** Connects the adapters of the gate, as functions/ports.ts does for the routes. */
export function gatePorts(service: HookName): GatePorts {
	const familyQueueUrl = variable("familyQueueUrl");
	const [ecs, ecr, sqs] = [ecsClient(), ecrClient(), sqsClient()];
	return {
		readServiceRevision: (arn) => readServiceRevision(ecs, arn),
		readDefinition: (...of) => readRevision(ecs, ...of),
		addImages: (...of) => addRegistryImages(ecr, ...of),
		readEnding: (deployment) => readEnding(ecs, deployment),
		offSwitch: createOffSwitchReader(ssmClient(), variable("offSwitchParameter")),
		sendRecord: (subject, record) =>
			sendDecision(sqs, familyQueueUrl, recheckMessages([subject], randomUUID, now(), { decided: [record] })),
		controls: taskDefinitionControls,
		rules,
		now,
		random: Math.random,
		timeUp: untilTimeLeft,
		telemetry: gateTelemetry(service, "task-definition-registered" satisfies RouteName),
	};
}
