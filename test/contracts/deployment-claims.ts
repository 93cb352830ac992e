import { describe, expect, test } from "@jest/globals";
import type { DeploymentClaims, IntendedBlock } from "../../adapters/dynamodb/deployment-claims.ts";
import { serviceSubject } from "../support/entries.ts";
import { deploymentArn } from "../support/gate.ts";
import { aFamily, aRefusal } from "../support/verdicts.ts";

const at = (seconds: number): string =>
	new Date(Date.parse("2026-11-21T12:00:00.000Z") + seconds * 1_000).toISOString();
const intended: IntendedBlock = { subject: aFamily(), record: aRefusal({ action: "stop-deployment" }) };
/** Of a deployment whose family is unknown. */
const ofService: IntendedBlock = { ...intended, subject: serviceSubject() };
const stop = { deployment: deploymentArn, action: "stop-deployment" } as const;
const others = [
	{ ...stop, deployment: `${deploymentArn}-other` },
	{ ...stop, action: "set-back" },
] as const;
const longer = 120;

/** Every implementation of DeploymentClaims must pass this suite. */
export function deploymentClaimsContract(create: () => Promise<DeploymentClaims>): void {
	describe("an action on a deployment", () => {
		test("B04: is begun by one of two callers at the same time, and the other one is told that it is busy", async () => {
			const claims = await create();
			const both = await Promise.all([claims.begin(stop, intended, at(0)), claims.begin(stop, intended, at(0))]);
			expect(both.toSorted()).toEqual(["begun", "busy"]);
			for (const other of others) expect(await claims.begin(other, intended, at(0))).toBe("begun");
		});

		test("B04: is not begun again after it was done", async () => {
			const claims = await create();
			await claims.begin(stop, intended, at(0));
			await claims.end(stop, "done", null, at(1));
			expect(await claims.begin(stop, intended, at(longer))).toBe("done");
			expect(await claims.unrecorded(stop, at(longer))).toBeNull();
		});

		test.each(["failed", "unknown"] as const)("is begun again at once if its end is %s", async (how) => {
			const claims = await create();
			await claims.begin(stop, intended, at(0));
			await claims.end(stop, how, intended, at(1));
			expect(await claims.begin(stop, intended, at(2))).toBe("begun");
		});

		test("is taken over when its function was stopped", async () => {
			const claims = await create();
			await claims.begin(stop, intended, at(0));
			expect(await claims.begin(stop, intended, at(60))).toBe("busy");
			expect(await claims.begin(stop, intended, at(longer))).toBe("begun");
		});
	});

	describe("what is not recorded", () => {
		test("is nothing before an action, and nothing that has failed", async () => {
			const claims = await create();
			expect(await claims.unrecorded(stop, at(0))).toBeNull();
			await claims.begin(stop, intended, at(0));
			await claims.end(stop, "failed", null, at(1));
			expect(await claims.unrecorded(stop, at(longer))).toBeNull();
		});

		test("is what was intended, when the function was stopped or the response was lost", async () => {
			const claims = await create();
			await claims.begin(stop, intended, at(0));
			expect(await claims.unrecorded(stop, at(1))).toBe("busy");
			expect(await claims.unrecorded(stop, at(longer))).toEqual({ intended, isDone: false });
			await claims.end(stop, "unknown", intended, at(longer));
			expect(await claims.unrecorded(stop, at(longer + 1))).toEqual({ intended, isDone: false });
		});

		test("is known to be done, and is not begun again, when only its record is missing", async () => {
			const claims = await create();
			await claims.begin(stop, ofService, at(0));
			await claims.end(stop, "acted", ofService, at(1));
			expect(await claims.begin(stop, intended, at(longer))).toBe("busy");
			expect(await claims.unrecorded(stop, at(2))).toEqual({ intended: ofService, isDone: true });
			await claims.end(stop, "done", null, at(3));
			expect(await claims.unrecorded(stop, at(4))).toBeNull();
		});
	});
}
