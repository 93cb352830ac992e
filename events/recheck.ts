import { MalformedEventError } from "../core/errors.ts";
import type { EventParser } from "../core/event.ts";
import { accountRegionOf, repositoryArnAt } from "./names.ts";

/**
 * The source of the messages that the pipeline itself sends to the queue of a route. No rule matches it, so no event on a
 * bus becomes such a message; sending one requires the permission to send to the queue.
 */
export const recheckSource = "shipshape.recheck";

const path = "detail.repository-arn";

/** The body of a message that makes a route check a repository again, as of a time (ISO 8601). */
export function recheckOf(repositoryArn: string, time: string): string {
	const [, , , region, account] = repositoryArn.split(":");
	return JSON.stringify({
		id: `recheck ${repositoryArn}`,
		account,
		region,
		time,
		source: recheckSource,
		"detail-type": "Shipshape Recheck",
		resources: [repositoryArn],
		detail: { "repository-arn": repositoryArn },
	});
}

/** A repository has to be checked again, because something that its verdicts depend on was read. Blocks nothing. */
export const parseRecheck: EventParser = (envelope) => {
	const place = accountRegionOf(envelope);
	const { repository, digest } = repositoryArnAt(envelope.detail["repository-arn"], path, place);
	if (digest !== null) throw new MalformedEventError(`${path} is the ARN of an image`);
	return { kind: "check", subjects: [{ kind: "repository", ...place, name: repository }] };
};
