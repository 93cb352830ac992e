import { place } from "./place.ts";

/** Messages that are dead letters at once: no JSON, no event, an event of a source that is not AWS. */
export function malformedMessages(time: string): readonly string[] {
	return [
		`not JSON ${time}`,
		JSON.stringify({ time }),
		JSON.stringify({ ...anEvent(time), account: place.account, source: "my.app" }),
	];
}

/** An event of another account, which has a pipeline of its own. */
export const foreignMessage = (time: string): string =>
	JSON.stringify({ ...anEvent(time), account: "444455556666", source: "aws.ecr" });

const anEvent = (time: string) => ({
	id: time,
	region: place.region,
	time,
	"detail-type": "ECR Image Action",
	detail: {},
});
