import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, type EventParser, objectAt, type ParsedEvent, stringAt } from "../../core/event.ts";
import { accountRegionOf, digestAt, repositoryNameAt } from "../names.ts";

/**
 * An image was deleted, untagged, archived or restored: check it and its repository, whose lifecycle policy is judged by its
 * images. Decides by detail-type and detail, because a replayed event has another source.
 */
export const parse: EventParser = (envelope) => {
	switch (envelope.detailType) {
		case "ECR Image Action":
			return imageAction(envelope);
		case "AWS Service Event via CloudTrail":
			return policyExecution(envelope);
		default:
			return { kind: "other", reason: "the event is not about an image that was deleted or archived" };
	}
};

function imageAction(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	const action = stringAt(detail["action-type"], "detail.action-type");
	if (action !== "DELETE" && action !== "UPDATE_STORAGE_CLASS") {
		return { kind: "other", reason: "the action neither deletes an image nor changes its storage class" };
	}
	if (stringAt(detail["result"], "detail.result") !== "SUCCESS") {
		return { kind: "ignore", reason: "the action failed and changed nothing" };
	}
	const repository = repositoryNameAt(detail["repository-name"], "detail.repository-name");
	// Also for a signature or a chart: if a verdict on it was recorded, it has to end.
	return checkOf(envelope, repository, [digestAt(detail["image-digest"], "detail.image-digest")]);
}

/**
 * ECR writes several records for a run that acts on ten images or more (ECR User Guide, "Logging Amazon ECR actions with AWS
 * CloudTrail"). Findings of images beyond these stay open until the images are checked by hand.
 */
const maxImages = 1_000;

/** A run of a lifecycle policy. */
function policyExecution(envelope: Envelope): ParsedEvent {
	const { detail } = envelope;
	if (detail["eventSource"] !== "ecr.amazonaws.com" || detail["eventName"] !== "PolicyExecutionEvent") {
		return { kind: "other", reason: "the event is not about a run of a lifecycle policy" };
	}
	const path = "detail.serviceEventDetails";
	const run = objectAt(detail["serviceEventDetails"], path);
	const repository = repositoryNameAt(run["repositoryName"], `${path}.repositoryName`);
	// A run that failed lists none.
	const actions = run["lifecycleEventImageActions"] ?? [];
	if (!Array.isArray(actions)) throw new MalformedEventError(`${path}.lifecycleEventImageActions is not a list`);
	const digests = actions.slice(0, maxImages).map((action: unknown, index) => {
		const at = `${path}.lifecycleEventImageActions[${index}]`;
		const image = objectAt(objectAt(action, at)["lifecycleEventImage"], `${at}.lifecycleEventImage`);
		return digestAt(image["digest"], `${at}.lifecycleEventImage.digest`);
	});
	return checkOf(envelope, repository, digests);
}

function checkOf(envelope: Envelope, repository: string, digests: readonly string[]): ParsedEvent {
	const place = accountRegionOf(envelope);
	const images = [...new Set(digests)].map((digest) => ({ kind: "image" as const, ...place, repository, digest }));
	return { kind: "check", subjects: [{ kind: "repository", ...place, name: repository }, ...images] };
}
