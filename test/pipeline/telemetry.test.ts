import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { parse } from "../../events/task-definition-registered/index.ts";
import { route } from "../../pipeline/route.ts";
import { telemetry } from "../../pipeline/telemetry.ts";
import { anEntry } from "../support/entries.ts";
import { FamilyAccount } from "../support/family-account.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

let lines: string[];

beforeEach(() => {
	lines = [];
	jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
	jest.spyOn(console, "log").mockImplementation((text) => lines.push(String(text)));
});

afterEach(() => {
	jest.restoreAllMocks();
});

const registration = {
	...push("payments"),
	"detail-type": "AWS API Call via CloudTrail",
	source: "aws.ecs",
	detail: {
		eventSource: "ecs.amazonaws.com",
		eventName: "RegisterTaskDefinition",
		requestParameters: { family: "web" },
		responseElements: {
			taskDefinition: { taskDefinitionArn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8" },
		},
	},
};

test("F1, B01: a block that fails is counted by the metric of its alarm, and the message is returned to the queue", async () => {
	const account = new FamilyAccount("enforce", [8], [8]);
	account.deregister = async () => ({ outcome: "failed", reason: "AccessDeniedException" });
	const now = "2026-11-21T11:01:00.000Z";
	const handle = route(parse, { ...aRoute().ports, ...account.portsAt(now), telemetry: telemetry("registered") });
	expect(await handle(batchOf(registration), aContext)).toEqual({
		batchItemFailures: [{ itemIdentifier: "message-1" }],
	});
	const logged = lines.map((line) => JSON.parse(line));
	expect(logged).toContainEqual(expect.objectContaining({ message: "recorded" }));
	expect(logged).toContainEqual(
		expect.objectContaining({
			...{ message: "decided", taskDefinition: "web:8", action: "deregister", outcome: "failed" },
			...{ because: [expect.any(String)], reason: "AccessDeniedException" },
		}),
	);
	expect(logged).toContainEqual(expect.objectContaining({ FailedBlocks: 1, service: "registered" }));
});

test("a block that works is not counted as failed", async () => {
	const account = new FamilyAccount("enforce", [7, 8], [8]);
	const now = "2026-11-21T11:01:00.000Z";
	const handle = route(parse, { ...aRoute().ports, ...account.portsAt(now), telemetry: telemetry("registered") });
	expect(await handle(batchOf(registration), aContext)).toEqual({ batchItemFailures: [] });
	expect(lines.join("")).not.toContain("FailedBlocks");
});

test("why a route was passed over is in the log of the check", () => {
	const unrouted = "cannot tell whether route 1 of the policy applies, because ecs:ListTagsForResource was denied";
	telemetry("registered").recorded(anEntry({ unrouted }), []);
	telemetry("registered").recorded(anEntry(), []);
	const [passedOver, routed] = lines.map((line) => JSON.parse(line));
	expect(passedOver).toMatchObject({ message: "recorded", unrouted });
	expect(routed).not.toHaveProperty("unrouted");
});
