import { describe, expect, test } from "@jest/globals";
import type { Answers } from "../../adapters/dynamodb/answers.ts";
import { anAnswer, aRecordedAnswer } from "../support/answered.ts";
import { minutesAfterCreation } from "../support/gate.ts";

const { key } = anAnswer();
const begun = (more: object = {}) => aRecordedAnswer({ state: "begun", ...more });
const done = aRecordedAnswer();
const later = minutesAfterCreation(5);

/** Every implementation of Answers must pass this suite. */
export function answersContract(create: () => Promise<Answers>): void {
	describe("an answer to a deployment that waits", () => {
		test("B04: is begun by one of two people at the same time, and the other one is told who it is", async () => {
			const answers = await create();
			const both = [begun(), begun({ submission: "V2", user: "U0OTHER000" })];
			const results = await Promise.all(both.map((one) => answers.begin(one)));
			expect(results.filter((one) => one === null)).toHaveLength(1);
			const [winner] = both.filter((_, at) => results[at] === null);
			expect(results.filter((one) => one !== null)).toEqual([winner]);
			expect(await answers.find(key)).toEqual(winner);
		});

		test("is not begun again after it was given, not even by the same person", async () => {
			const answers = await create();
			await answers.begin(begun());
			await answers.end(done);
			for (const submission of ["V1", "V2"])
				expect(await answers.begin(begun({ submission, stateAt: later }))).toEqual(done);
		});

		test("is begun again by anybody if ECS did not take it", async () => {
			const answers = await create();
			await answers.begin(begun());
			await answers.end(begun({ state: "failed" }));
			expect(await answers.begin(begun({ submission: "V2" }))).toBeNull();
		});

		test.each(["V1", "V2"])(
			"is taken over by the form %s when its function was stopped, and not before",
			async (submission) => {
				const answers = await create();
				await answers.begin(begun());
				expect(await answers.begin(begun({ submission }))).toEqual(begun());
				expect(await answers.begin(begun({ submission, stateAt: later }))).toBeNull();
				expect(await answers.find(key)).toEqual(begun({ submission, stateAt: later }));
			},
		);

		test("is found by its deployment and hook, and in those of its service", async () => {
			const answers = await create();
			const others = [
				{ ...key, hook: "other" },
				{ ...key, deployment: key.deployment.replace("9f3k", "0abc") },
				{ ...key, deployment: key.deployment.replace("/web/", "/other/") },
			];
			for (const other of [key, ...others]) await answers.begin(begun({ key: other }));
			for (const other of others) expect(await answers.find(other)).toEqual(begun({ key: other }));
			const found = await answers.ofService("shop", "web");
			expect(found).toHaveLength(3);
			expect(found).toEqual(
				expect.arrayContaining([begun(), ...others.slice(0, 2).map((other) => begun({ key: other }))]),
			);
		});

		test("is not found for what is no deployment", async () => {
			const answers = await create();
			expect(await answers.find({ ...key, deployment: "x" })).toBeNull();
			expect(await answers.find(key)).toBeNull();
			expect(await answers.ofService("shop", "web")).toEqual([]);
		});
	});
}
