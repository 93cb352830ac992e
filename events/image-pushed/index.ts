import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, type EventParser, type ParsedEvent, textAt } from "../../core/event.ts";
import { artifactOf } from "../../core/media-type.ts";
import { digestAt, placeOf, repositoryNameAt } from "../names.ts";

/** An image has arrived in a repository: check both. Decides by detail-type and detail, because a replayed event has another source. */
export const parse: EventParser = (envelope) => {
	const { detail } = envelope;
	switch (envelope.detailType) {
		case "ECR Image Action":
			if (textAt(detail["action-type"], "detail.action-type") !== "PUSH") {
				return { kind: "nothing", because: "the action is not a push" };
			}
			return arrivalOf(envelope, "result");
		case "ECR Replication Action":
			return arrivalOf(envelope, "result");
		case "ECR Pull Through Cache Action":
			return arrivalOf(envelope, "sync-status");
		default:
			return { kind: "nothing", because: "the event is not about an image that arrived in a repository" };
	}
};

function arrivalOf(envelope: Envelope, outcome: "result" | "sync-status"): ParsedEvent {
	const { detail } = envelope;
	if (textAt(detail[outcome], `detail.${outcome}`) !== "SUCCESS") {
		return { kind: "nothing", because: "no image arrived in the repository: the action failed" };
	}
	const place = placeOf(envelope);
	const repository = repositoryNameAt(detail["repository-name"], "detail.repository-name");
	const digest = digestAt(detail["image-digest"], "detail.image-digest");
	const manifest = mediaTypeAt(detail["manifest-media-type"], "detail.manifest-media-type");
	const artifact = mediaTypeAt(detail["artifact-media-type"], "detail.artifact-media-type");
	if (artifactOf(manifest, artifact) === "artifact") {
		return { kind: "nothing", because: "the pushed artifact is a signature, an SBOM or a chart, not an image" };
	}
	return {
		kind: "look",
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
