import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { taskDefinitionControls as controls } from "../../../controls/index.ts";
import { decideDeployment } from "../../../pipeline/deployments/decide.ts";
import { aContainer, anImage, aScan, aTaskDefinition } from "../../support/builders.ts";
import { minutesAfterCreation } from "../../support/gate.ts";

const longAgo = "2026-01-01T00:00:00.000Z";
const createdAt = minutesAfterCreation(0);

test.each([
	["waits for a scan that was started again", "IN_PROGRESS", "wait"],
	["does not wait if no scan is running", "COMPLETE", "allow"],
] as const)("a deployment of an image that was pushed long ago %s", (_, status, kind) => {
	const scans = { value: [aScan(status === "COMPLETE" ? {} : { status, completedAt: null })] };
	const image = anImage({ pushedAt: longAgo, awaitedSince: longAgo, readAt: createdAt, scans });
	const definition = aTaskDefinition({ containers: [aContainer({ registryImage: { value: image } })] });
	const facts = { definition, createdAt, foundByTag: [] };
	const policy = { ...defaultPolicy, mode: "enforce" } as const;
	expect(decideDeployment(facts, { controls, policy, action: "gate", now: minutesAfterCreation(1) }).kind).toBe(kind);
});
