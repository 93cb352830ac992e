import { afterEach, expect, jest, test } from "@jest/globals";
import { metrics } from "../../../core/metrics.ts";
import { parseHookRequest } from "../../../pipeline/deployments/request.ts";
import { gateTelemetry } from "../../../pipeline/deployments/telemetry.ts";
import { aHookRequest, deploymentArn, green } from "../../support/gate.ts";

afterEach(() => {
	jest.restoreAllMocks();
});

test("the line of an answer has the deployment and the reason, and nothing of what the service's owner writes into hookDetails", () => {
	const lines: string[] = [];
	jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
	const request = parseHookRequest({ ...aHookRequest(), hookDetails: { token: "hunter2" } });
	const examined = { request, family: null, revision: null };
	const reply = { hookStatus: "IN_PROGRESS", callBackDelay: 17, hookDetails: request.hookDetails } as const;
	const decision = {
		kind: "wait",
		outcome: null,
		because: [],
		reason: "waiting for AWS because ECS did not answer",
	} as const;
	gateTelemetry("deployment-gate", "route").decided(decision, reply, examined);
	expect(JSON.parse(lines[0] ?? "")).toMatchObject({
		...{
			message: "decided",
			hookStatus: "IN_PROGRESS",
			callBackDelay: 17,
			reason: "waiting for AWS because ECS did not answer",
		},
		...{ deployment: deploymentArn, serviceRevision: green },
	});
	expect(lines.join()).not.toContain("hunter2");
});

test.each([
	["failed", 1],
	["done", 1],
	["protected", 0],
	["overridden", 0],
	["would-have", 0],
	[null, 0],
] as const)(
	"a deployment that could not be checked, with the outcome %s, raises the alarm %d times",
	(outcome, count) => {
		const lines: string[] = [];
		jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
		const decision = { kind: "allow", outcome, because: [], reason: "denied", isUnchecked: true } as const;
		const telemetry = gateTelemetry("deployment-gate", "route");
		telemetry.decided(decision, { hookStatus: "SUCCEEDED" }, { request: null, family: null, revision: null });
		telemetry.flush();
		expect(lines.filter((line) => line.includes(metrics.failedBlocks))).toHaveLength(count);
	},
);
