import type { AdvancedEventSelector, CloudTrailClient, EventSelector } from "@aws-sdk/client-cloudtrail";
import { readTrails, type Trail } from "../../adapters/cloudtrail/read-trails.ts";
import type { Installation } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";
import { createTrail } from "./create-trail.ts";

/**
 * Whether a trail logs write management events of the Region. Without one, EventBridge receives no API calls of ECR and ECS
 * (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
 */
export async function checkTrail(client: CloudTrailClient, installation: Installation): Promise<Answer> {
	const trails = await readTrails(client, installation.region);
	const good = trails.find((trail) => trail.isLogging && logsWrites(trail));
	if (good !== undefined) return ok(`trail ${nameOf(good)} logs write management events`);
	// A trail of the organization belongs to another account, which alone can change it.
	const own = trails.filter(({ arn }) => arn.split(":")[4] === installation.account);
	const trail = own.find(logsWrites) ?? own.find(({ isLogging }) => isLogging) ?? own[0];
	if (trail === undefined) {
		return problem(
			"no trail logs write management events of this Region, so changes of repositories and ECS resources, and new task definitions, are only found by the sweep",
			...createTrail(installation),
		);
	}
	const { arn, homeRegion } = trail;
	const start = awsCommand(homeRegion, "cloudtrail", "start-logging", "--name", arn);
	if (logsWrites(trail)) return problem(`trail ${nameOf(trail)} is not logging`, start);
	return problem(
		`trail ${nameOf(trail)} does not log write management events of ECR and ECS`,
		awsCommand(homeRegion, "cloudtrail", "put-event-selectors", "--trail-name", arn, ...selectorsWithWrites(trail)),
		...(trail.isLogging ? [] : [start]),
	);
}

const nameOf = ({ arn }: Trail): string => arn.split("/").at(-1) ?? arn;

function logsWrites({ eventSelectors, advancedEventSelectors }: Trail): boolean {
	return eventSelectors.some(selectsWrites) || advancedEventSelectors.some(selectsWritesByField);
}

/** Management events and all of them are the defaults (API reference, EventSelector). */
const selectsWrites = ({ IncludeManagementEvents = true, ReadWriteType = "All" }: EventSelector): boolean =>
	IncludeManagementEvents && ReadWriteType !== "ReadOnly";

const sources = ["ecr.amazonaws.com", "ecs.amazonaws.com"];

/** A selector that is limited by any other field may miss some of the events. */
function selectsWritesByField({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
	const isManagement = FieldSelectors.some(
		({ Field, Equals }) => Field === "eventCategory" && Equals?.[0] === "Management",
	);
	return (
		isManagement &&
		FieldSelectors.every(({ Field, Equals, NotEquals = [], ...others }) => {
			if (Field === "eventCategory") return true;
			if (Field === "readOnly") return Equals?.includes("false") === true;
			if (Field !== "eventSource" || Object.values(others).some((values) => values !== undefined)) return false;
			return sources.every((source) => (Equals?.includes(source) ?? true) && !NotEquals.includes(source));
		})
	);
}

/** What the trail selects, and write management events too: PutEventSelectors replaces all selectors. */
function selectorsWithWrites({ eventSelectors, advancedEventSelectors }: Trail): readonly string[] {
	if (advancedEventSelectors.length > 0) {
		const management = {
			Name: "Write management events",
			FieldSelectors: [
				{ Field: "eventCategory", Equals: ["Management"] },
				{ Field: "readOnly", Equals: ["false"] },
			],
		};
		return ["--advanced-event-selectors", JSON.stringify([...advancedEventSelectors, management])];
	}
	const [first, ...others] = eventSelectors;
	const ReadWriteType = first?.IncludeManagementEvents === false ? first.ReadWriteType : "All";
	const widened = { ...first, IncludeManagementEvents: true, ReadWriteType: withWrites(ReadWriteType) };
	return ["--event-selectors", JSON.stringify([widened, ...others])];
}

const withWrites = (type: EventSelector["ReadWriteType"] = "All") => (type === "ReadOnly" ? "All" : type);
