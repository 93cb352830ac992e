import type { EventParser } from "../../../../../core/event.ts";
import { accountRegionOf, digestAt, repositoryNameAt } from "../../../../../events/names.ts";

/** TODO: what happened, and which subjects are checked. Decides by detail-type and detail, because a replayed event has another source. */
export const parse: EventParser = (envelope) => {
	const { detail, detailType } = envelope;
	if (detailType !== "TODO") return { kind: "other", reason: "the event is of another kind" };
	const repository = repositoryNameAt(detail["repository-name"], "detail.repository-name");
	const digest = digestAt(detail["image-digest"], "detail.image-digest");
	return { kind: "check", subjects: [{ kind: "image", ...accountRegionOf(envelope), repository, digest }] };
};
