import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { startOf } from "../../support/deployment-events.ts";
import { blue, green } from "../../support/gate.ts";
import { Rollout } from "../../support/rollout.ts";

/** A deployment of the revision that runs already, such as for new secrets. */
const again = (mode: "enforce" | "audit" = "enforce") => {
	const rollout = new Rollout(mode);
	const running = rollout.revisions.get(green);
	if (running !== undefined) rollout.revisions.set(blue, running);
	return rollout;
};

describe("a deployment of what runs already", () => {
	test.each(["enforce", "audit"] as const)("goes on, because stopping it gains nothing: %s", async (mode) => {
		const rollout = again(mode);
		await rollout.deliver(startOf());
		expect(rollout.writes).toEqual([]);
		expect(rollout.records).toMatchObject([
			{ outcome: "not-possible", reason: expect.stringMatching(/^what runs already fails in the same way/) },
		]);
	});

	test.each([
		["an image is another one", new Map([["app", "sha256:other"]])],
		["ECS has not resolved a tag", new Map()],
	])("is stopped if %s", async (_, digests) => {
		const rollout = again();
		const running = rollout.revisions.get(blue);
		if (running !== undefined) rollout.revisions.set(blue, { ...running, digests });
		await rollout.deliver(startOf());
		expect(rollout.outcomes).toEqual(["stop-deployment done"]);
	});

	test("is stopped if the revision before cannot be read", async () => {
		const rollout = again();
		const { readServiceRevision, ...ports } = rollout.ports();
		rollout.ports = () => ({
			...ports,
			readServiceRevision: async (arn) =>
				arn === blue ? Promise.reject(new TryLaterError("ECS did not respond")) : readServiceRevision(arn),
		});
		await rollout.deliver(startOf());
		expect(rollout.outcomes).toEqual(["stop-deployment done"]);
	});
});
