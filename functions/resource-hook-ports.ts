import { randomUUID } from "node:crypto";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { ssmClient } from "../adapters/clients/ssm.ts";
import { sendDecision } from "../adapters/sqs/send-decision.ts";
import { createOffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { controlsByProperties } from "../controls/by-properties.ts";
import type { ResourceHookPorts } from "../pipeline/cloudformation-hook/resource-hook.ts";
import { resourceHookTelemetry } from "../pipeline/cloudformation-hook/telemetry.ts";
import { recheckMessages } from "../pipeline/recheck.ts";
import { rules } from "../pipeline/rules.ts";
import type { HookName, RouteName } from "./manifest.ts";
import { now, untilTimeLeft } from "./time.ts";
import { variable } from "./variable.ts";

/** Connects the adapters of the CloudFormation hook, as functions/gate-ports.ts does for the gate. */
export function resourceHookPorts(service: HookName): ResourceHookPorts {
	const familyQueueUrl = variable("familyQueueUrl");
	const sqs = sqsClient();
	return {
		offSwitch: createOffSwitchReader(ssmClient(), variable("offSwitchParameter")),
		sendRecord: (subject, record) =>
			sendDecision(sqs, familyQueueUrl, recheckMessages([subject], randomUUID, now(), { decided: [record] })),
		controls: controlsByProperties,
		rules,
		now,
		timeUp: untilTimeLeft,
		telemetry: resourceHookTelemetry(service, "task-definition-registered" satisfies RouteName),
	};
}
