import { place } from "./place.ts";

/** Messages that no route may act on: no JSON, no event, an event of another account or of a source that is not AWS. */
export function malformedMessages(time: string): readonly string[] {
	const event = { id: time, region: place.region, time, "detail-type": "ECR Image Action", detail: {} };
	return [
		`not JSON ${time}`,
		JSON.stringify({ time }),
		JSON.stringify({ ...event, account: "444455556666", source: "aws.ecr" }),
		JSON.stringify({ ...event, account: place.account, source: "my.app" }),
	];
}
