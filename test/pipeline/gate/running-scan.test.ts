import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { taskDefinitionControls as controls } from "../../../controls/index.ts";
import { decideGate } from "../../../pipeline/gate/decide.ts";
import { aContainer, anImage, aScan, aTaskDefinition } from "../../support/builders.ts";
import { minutesAfterCreation } from "../../support/gate.ts";

const longAgo = "2026-01-01T00:00:00.000Z";
const createdAt = minutesAfterCreation(0);

test.each([
	["waits for a scan that was started again", "IN_PROGRESS", "IN_PROGRESS"],
	["does not wait if no scan is running", "COMPLETE", "SUCCEEDED"],
] as const)("a deployment of an image that was pushed long ago %s", (_, status, hookStatus) => {
	const scans = { value: [aScan(status === "COMPLETE" ? {} : { status, completedAt: null })] };
	const image = anImage({ pushedAt: longAgo, awaitedSince: longAgo, readAt: createdAt, scans });
	const definition = aTaskDefinition({ containers: [aContainer({ registryImage: { value: image } })] });
	const facts = { definition, createdAt, foundByTag: [] };
	const policy = { ...defaultPolicy, mode: "enforce" } as const;
	expect(decideGate(facts, { controls, policy }, minutesAfterCreation(1)).reply.hookStatus).toBe(hookStatus);
});
