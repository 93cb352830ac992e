import { expect, test } from "@jest/globals";
import { isDeploying, type Trigger } from "../../pipeline/trigger.ts";
import { aRefusal } from "../support/verdicts.ts";

const trigger = (more: Partial<Trigger>): Trigger => ({
	time: "2026-11-21T12:00:00Z",
	announcedAt: null,
	registered: [],
	replayed: false,
	...more,
});

test("only a registration, a deployment and a decision about one are checked without a turn to read ECS", () => {
	const registered = [{ revision: 7, until: "2026-11-22T12:00:00Z" }];
	expect(
		[{ registered }, { isDeployment: true as const }, { decided: [aRefusal()] }, {}, { replayed: true }]
			.map(trigger)
			.map(isDeploying),
	).toEqual([true, true, true, false, false]);
});
