import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import {
	CloudTrailClient,
	DescribeTrailsCommand,
	GetEventSelectorsCommand,
	GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkTrail } from "../../operations/doctor/trail.ts";
import { anInstallation } from "../support/installation.ts";

interface TrailSetup {
	readonly isLogging?: boolean;
	readonly selectors?: readonly EventSelector[];
	readonly advanced?: readonly AdvancedEventSelector[];
	readonly owner?: string;
	readonly home?: string;
	readonly isMultiRegion?: boolean;
}

const { account, region } = anInstallation;

async function check({
	isLogging = true,
	selectors = [],
	advanced = [],
	owner = account,
	home = region,
	isMultiRegion = false,
}: TrailSetup) {
	const cloudtrail = mockClient(CloudTrailClient);
	const TrailARN = `arn:aws:cloudtrail:${home}:${owner}:trail/audit`;
	const trail = { TrailARN, HomeRegion: home, IsMultiRegionTrail: isMultiRegion };
	cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [trail] });
	cloudtrail.on(GetTrailStatusCommand, { Name: TrailARN }).resolves({ IsLogging: isLogging });
	cloudtrail
		.on(GetEventSelectorsCommand, { TrailName: TrailARN })
		.resolves({ EventSelectors: [...selectors], AdvancedEventSelectors: [...advanced] });
	return checkTrail(new CloudTrailClient({}), anInstallation);
}

const all: EventSelector = { ReadWriteType: "All", IncludeManagementEvents: true };
const field = (Field: string, values: Partial<Record<"Equals" | "NotEquals" | "StartsWith", string[]>>) => ({
	Field,
	...values,
});
const management = field("eventCategory", { Equals: ["Management"] });
const selector = (...FieldSelectors: ReturnType<typeof field>[]): AdvancedEventSelector => ({ FieldSelectors });

test.each<[string, TrailSetup]>([
	["selects all management events", { selectors: [all] }],
	["selects write events", { selectors: [{ ...all, ReadWriteType: "WriteOnly" }] }],
	["has a selector with the defaults", { selectors: [{}] }],
	["excludes KMS", { selectors: [{ ...all, ExcludeManagementEventSources: ["kms.amazonaws.com"] }] }],
	["selects management events with fields", { advanced: [selector(management)] }],
	["selects write events with fields", { advanced: [selector(management, field("readOnly", { Equals: ["false"] }))] }],
	[
		"excludes other sources with fields",
		{ advanced: [selector(management, field("eventSource", { NotEquals: ["kms.amazonaws.com"] }))] },
	],
	["belongs to another Region and includes this one", { selectors: [all], home: "us-east-1", isMultiRegion: true }],
	["belongs to the organization", { selectors: [all], owner: "999900001111", isMultiRegion: true }],
])("is ok with a trail that %s", async (_, setup) => {
	expect((await check(setup)).status).toBe("ok");
});

test.each<[string, TrailSetup]>([
	["selects read events only", { selectors: [{ ...all, ReadWriteType: "ReadOnly" }] }],
	["selects data events only", { selectors: [{ ...all, IncludeManagementEvents: false }] }],
	["has no selector", {}],
	["selects data events with fields", { advanced: [selector(field("eventCategory", { Equals: ["Data"] }))] }],
	["selects read events with fields", { advanced: [selector(management, field("readOnly", { Equals: ["true"] }))] }],
	[
		"excludes ECS with fields",
		{ advanced: [selector(management, field("eventSource", { NotEquals: ["ecs.amazonaws.com"] }))] },
	],
	[
		"selects one name of events with fields",
		{ advanced: [selector(management, field("eventName", { Equals: ["PutImage"] }))] },
	],
])("is a problem with a trail that %s, and the command keeps what it selects", async (_, setup) => {
	const { status, fix } = await check(setup);
	expect(status).toBe("problem");
	expect(fix).toHaveLength(1);
	const [, kind, json = ""] = /--(advanced-)?event-selectors '(.*)' --region/.exec(fix[0] ?? "") ?? [];
	const selectors = JSON.parse(json) as (EventSelector & AdvancedEventSelector)[];
	const repaired = kind === undefined ? { selectors } : { advanced: selectors };
	expect((await check(repaired)).status).toBe("ok");
	expect(selectors.length).toBeGreaterThanOrEqual((setup.advanced ?? setup.selectors ?? []).length);
});

test("starts a trail of another Region in that Region", async () => {
	const { fix } = await check({ selectors: [all], isLogging: false, home: "us-east-1", isMultiRegion: true });
	expect(fix).toEqual([
		`aws cloudtrail start-logging --name arn:aws:cloudtrail:us-east-1:${account}:trail/audit --region us-east-1`,
	]);
});

test.each<[string, TrailSetup]>([
	["of another Region", { selectors: [all], home: "us-east-1" }],
	["of the organization that is not logging", { isLogging: false, owner: "999900001111", isMultiRegion: true }],
])("has a trail created when there is only one %s", async (_, setup) => {
	const { status, fix } = await check(setup);
	expect(status).toBe("problem");
	expect(fix.map((command) => command.split(" ").slice(1, 3).join(" "))).toEqual([
		"s3api head-bucket",
		"s3api put-bucket-policy",
		"cloudtrail create-trail",
		"cloudtrail start-logging",
	]);
});
