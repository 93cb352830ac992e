import {
	type Envelope,
	type EventParser,
	objectAt,
	type ParsedEvent,
	type RegisteredRevision,
	stringAt,
} from "../../core/event.ts";
import { accountRegionOf, familyAt, revisionArnAt, taskDefinitionAt } from "../names.ts";

/**
 * A family has a new revision, or has lost one so that an older one is now the newest: check the family.
 * Decides by detail-type and detail, because a replayed event has another source.
 */
export const parse: EventParser = (envelope) => {
	const { detail } = envelope;
	if (envelope.detailType !== "AWS API Call via CloudTrail") {
		return { kind: "other", reason: "the event is not an API call" };
	}
	const call = stringAt(detail["eventName"], "detail.eventName");
	if (call !== "RegisterTaskDefinition" && call !== "DeregisterTaskDefinition") {
		return { kind: "other", reason: "the call neither registers nor deregisters a task definition" };
	}
	if ((detail["errorCode"] ?? null) !== null) {
		return { kind: "ignore", reason: "the call failed and changed nothing" };
	}
	const revision = revisionIn(envelope);
	if (revision === null) return checkOf(envelope, familyIn(envelope, call), null);
	return checkOf(envelope, revision.family, call === "RegisterTaskDefinition" ? revision : null);
};

/** The revision in the call's response; null when CloudTrail omitted the response, as it does above 100 KB. */
function revisionIn(envelope: Envelope): RegisteredRevision | null {
	const response = objectAt(envelope.detail["responseElements"] ?? {}, "detail.responseElements");
	const path = "detail.responseElements.taskDefinition";
	const definition = response["taskDefinition"] ?? null;
	if (definition === null) return null;
	const { taskDefinitionArn } = objectAt(definition, path);
	// What the rule (kept.json) sends of an event without it.
	if (taskDefinitionArn === "") return null;
	return revisionArnAt(taskDefinitionArn, `${path}.taskDefinitionArn`, accountRegionOf(envelope));
}

/** The family in the call's request; a deregistration names it as `family:revision` or by its ARN. */
function familyIn(envelope: Envelope, call: "RegisterTaskDefinition" | "DeregisterTaskDefinition"): string {
	const request = objectAt(envelope.detail["requestParameters"], "detail.requestParameters");
	if (call === "RegisterTaskDefinition") return familyAt(request["family"], "detail.requestParameters.family");
	const path = "detail.requestParameters.taskDefinition";
	return taskDefinitionAt(request["taskDefinition"], path, accountRegionOf(envelope)).family;
}

function checkOf(envelope: Envelope, family: string, registered: RegisteredRevision | null): ParsedEvent {
	const subjects = [{ kind: "task-definition" as const, ...accountRegionOf(envelope), family }];
	return registered === null ? { kind: "check", subjects } : { kind: "check", subjects, registered };
}
