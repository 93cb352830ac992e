import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, type EventParser, type ParsedEvent, stringAt } from "../../core/event.ts";
import { artifactOf } from "../../core/media-type.ts";
import { accountRegionOf, digestAt, repositoryNameAt } from "../names.ts";

/** An image has arrived in a repository: check both. Decides by detail-type and detail, because a replayed event has another source. */
export const parse: EventParser = (envelope) => {
	const { detail } = envelope;
	switch (envelope.detailType) {
		case "ECR Image Action":
			if (stringAt(detail["action-type"], "detail.action-type") !== "PUSH") {
				return { kind: "other", reason: "the action is not a push" };
			}
			return arrivalOf(envelope, "result");
		case "ECR Replication Action":
			return arrivalOf(envelope, "result");
		case "ECR Pull Through Cache Action":
			return arrivalOf(envelope, "sync-status");
		default:
			return { kind: "other", reason: "the event is not about an image that arrived in a repository" };
	}
};

function arrivalOf(envelope: Envelope, outcome: "result" | "sync-status"): ParsedEvent {
	const { detail } = envelope;
	if (stringAt(detail[outcome], `detail.${outcome}`) !== "SUCCESS") {
		return { kind: "ignore", reason: "no image arrived in the repository: the action failed" };
	}
	const place = accountRegionOf(envelope);
	const repository = repositoryNameAt(detail["repository-name"], "detail.repository-name");
	const digest = digestAt(detail["image-digest"], "detail.image-digest");
	const manifest = mediaTypeAt(detail["manifest-media-type"], "detail.manifest-media-type");
	const artifact = mediaTypeAt(detail["artifact-media-type"], "detail.artifact-media-type");
	if (artifactOf(manifest, artifact) === "artifact") {
		return { kind: "ignore", reason: "the pushed artifact is a signature, an SBOM or a chart, not an image" };
	}
	return {
		kind: "check",
		subjects: [
			{ kind: "repository", ...place, name: repository },
			{ kind: "image", ...place, repository, digest },
		],
	};
}

/** Only newer events contain media types. */
function mediaTypeAt(value: unknown, path: string): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value !== "string") throw new MalformedEventError(`${path} is not a string`);
	return value;
}
