import {
	type AdvancedEventSelector,
	type CloudTrailClient,
	DescribeTrailsCommand,
	type EventSelector,
	GetEventSelectorsCommand,
	GetTrailStatusCommand,
	type Trail as TrailDescription,
} from "@aws-sdk/client-cloudtrail";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "cloudtrail:DescribeTrails", on: "`*`" },
	{ action: "cloudtrail:GetTrailStatus", on: "every trail" },
	{ action: "cloudtrail:GetEventSelectors", on: "every trail" },
];

/** A trail that records events of the client's Region. */
export interface Trail {
	readonly arn: string;
	/** Where it can be changed. */
	readonly homeRegion: string;
	readonly isLogging: boolean;
	/** One of the two lists is empty. */
	readonly eventSelectors: readonly EventSelector[];
	readonly advancedEventSelectors: readonly AdvancedEventSelector[];
}

/** The trails of a Region, also those of other Regions and of the organization that include it. Throws FailedCallError. */
export async function readTrails(client: CloudTrailClient, region: string): Promise<readonly Trail[]> {
	const action = "cloudtrail:DescribeTrails";
	const answer = callAws(action, (options) => client.send(new DescribeTrailsCommand({}), options), {
		isComplete: ({ trailList }) => trailList !== undefined,
	});
	const { trailList = [] } = await explainFailure(action, answer);
	const here = trailList.filter(
		({ HomeRegion, IsMultiRegionTrail }) => IsMultiRegionTrail === true || HomeRegion === region,
	);
	return Promise.all(here.map((trail) => readTrail(client, trail, region)));
}

/** A trail of another Region or account is only found by its ARN (API reference, GetTrailStatus). */
async function readTrail(
	client: CloudTrailClient,
	{ TrailARN: arn = "", HomeRegion: homeRegion }: TrailDescription,
	region: string,
): Promise<Trail> {
	const status = callAws("cloudtrail:GetTrailStatus", (options) =>
		client.send(new GetTrailStatusCommand({ Name: arn }), options),
	);
	const { IsLogging: isLogging = false } = await explainFailure("cloudtrail:GetTrailStatus", status);
	const selectors = callAws("cloudtrail:GetEventSelectors", (options) =>
		client.send(new GetEventSelectorsCommand({ TrailName: arn }), options),
	);
	const { EventSelectors = [], AdvancedEventSelectors = [] } = await explainFailure(
		"cloudtrail:GetEventSelectors",
		selectors,
	);
	return {
		arn,
		homeRegion: homeRegion ?? region,
		isLogging,
		eventSelectors: EventSelectors,
		advancedEventSelectors: AdvancedEventSelectors,
	};
}
