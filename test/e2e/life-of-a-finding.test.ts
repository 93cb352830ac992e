import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { withDeployment } from "../../demo/local-deployment.ts";
import { describeEmulated } from "../support/emulated.ts";
import {
	anonymous,
	findingsOf,
	hundred,
	rejected,
	runScenarios,
	statesOf,
	trios,
} from "../support/finding-scenarios.ts";
import { accountOf } from "../support/subject-trio.ts";

const patience = 300_000;

describeEmulated("findings of a repository, an image and a task-definition family", () => {
	const into = mkdtempSync(join(tmpdir(), "shipshape-life-"));
	let seen: Awaited<ReturnType<typeof runScenarios>>;

	beforeAll(async () => {
		const inputs = { account: accountOf(trios), policy: null, into };
		seen = await withDeployment(inputs, () => {}, new AbortController().signal, runScenarios);
	}, patience);
	afterAll(() => rmSync(into, { recursive: true, force: true }));

	describe("that failed, pass and fail again", () => {
		test("are the same findings, NEW, RESOLVED and NEW again", () => {
			expect(seen.life.map(({ findings }) => statesOf("life", findings))).toEqual([
				Array(3).fill("FAILED NEW ACTIVE"),
				Array(3).fill("PASSED RESOLVED ACTIVE"),
				Array(3).fill("FAILED NEW ACTIVE"),
			]);
			const [first, ...others] = seen.life.map(({ findings }) =>
				findingsOf("life", findings).map(({ Id, CreatedAt, FirstObservedAt }) => ({ Id, CreatedAt, FirstObservedAt })),
			);
			expect(others).toEqual([first, first]);
		});

		test("are reported as failing, fixed and failing", () => {
			const headlines = seen.life.map(({ slack }) => slack.map(headlineOf).toSorted());
			expect(headlines).toEqual([
				["image life:1.0.0 fails 1 check", "repository life fails 1 check", "task definition life:1 fails 1 check"],
				["Fixed: image life:1.0.0", "Fixed: repository life", "Fixed: task definition life:2"],
				["image life:1.0.0 fails 1 check", "repository life fails 1 check", "task definition life:3 fails 1 check"],
			]);
		});
	});

	describe("that fail again before Security Hub has processed our RESOLVED", () => {
		test("are to be checked after five minutes", () => {
			expect(seen.slow.messages.length).toBeGreaterThan(0);
			expect(new Set(seen.slow.messages.map(({ delaySeconds }) => delaySeconds))).toEqual(new Set([300]));
			const [, failing] = seen.slow.states;
			const toCheck = seen.slow.messages.flatMap(({ body }) => JSON.parse(body));
			expect(toCheck.toSorted(byId)).toEqual(
				findingsOf("slow", failing?.findings ?? [])
					.map(({ Id, ProductArn }) => ({ Id, ProductArn, isBeingResolved: true }))
					.toSorted(byId),
			);
		});

		test("become RESOLVED when it does, and NEW with the check", () => {
			expect(seen.slow.states.map(({ findings }) => statesOf("slow", findings))).toEqual([
				Array(3).fill("PASSED NEW ACTIVE"),
				Array(3).fill("FAILED NEW ACTIVE"),
				Array(3).fill("FAILED RESOLVED ACTIVE"),
				Array(3).fill("FAILED NEW ACTIVE"),
			]);
			expect(seen.slow.states.at(-1)?.deadLetters).toEqual([]);
		});
	});

	describe("that an analyst has suppressed", () => {
		test("keep workflow, note and severity when their subjects get worse, pass and fail again", () => {
			const { states, update } = seen.quiet;
			expect(states.map(({ findings }) => statesOf("quiet", findings))).toEqual([
				Array(3).fill("FAILED SUPPRESSED ACTIVE"),
				Array(3).fill("PASSED SUPPRESSED ACTIVE"),
				Array(3).fill("FAILED SUPPRESSED ACTIVE"),
			]);
			for (const { findings } of states) {
				expect(findingsOf("quiet", findings)).toEqual(Array(3).fill(expect.objectContaining(update)));
			}
		});

		test("are not reported to Slack", () => {
			expect(seen.quiet.states.map(({ slack }) => slack)).toEqual([[], [], []]);
		});
	});

	describe("that change while Security Hub is interrupted", () => {
		test("end as if it had not been: nothing is lost, and nothing is a dead letter", () => {
			const { calls, failures, end } = seen.away;
			expect([calls > 0, failures > 1]).toEqual([true, true]);
			expect(statesOf("late", end.findings)).toEqual(Array(3).fill("PASSED RESOLVED ACTIVE"));
			const [late, onTime] = (["late", "on-time"] as const).map((name) =>
				findingsOf(name, end.findings).map((finding) => anonymous(finding, name)),
			);
			expect(late).toEqual(onTime);
			expect(end.deadLetters).toEqual([]);
		});
	});

	describe("of a hundred repositories, of which Security Hub rejects one for ever", () => {
		test("are imported, except that one", () => {
			const names = seen.one.findings.flatMap(({ Id }) => /\/(many-\d+)$/.exec(Id ?? "")?.[1] ?? []);
			expect(names.toSorted()).toEqual(hundred.filter((name) => name !== rejected));
		});

		test("have one dead letter: the complete finding, with the reason", () => {
			const { deadLetters, findings } = seen.one;
			const [letter] = deadLetters;
			expect(deadLetters).toHaveLength(1);
			expect(letter?.attributes).toMatchObject({ reason: "InvalidInput: rejected", sink: "security-hub" });
			const finding = JSON.parse(letter?.body ?? "") as AwsSecurityFinding;
			const accepted = findings.filter(({ Id }) => Id?.endsWith("many-041"));
			expect([anonymous(finding, rejected)]).toEqual(accepted.map((one) => anonymous(one, "many-041")));
		});

		test("are the metrics of one undelivered item and of the queue's alarm", () => {
			expect(seen.one.visible).toEqual([1, 0]);
			expect(seen.one.counts).toEqual(["security-hub 1"]);
		});
	});
});

const byId = (a: { readonly Id?: string | undefined }, b: { readonly Id?: string | undefined }): number =>
	(a.Id ?? "") < (b.Id ?? "") ? -1 : 1;

/** The first line of a message, without severity and number of checks. */
const headlineOf = (text: string): string =>
	/(?:Fixed: )?(?:image|repository|task definition) (?:(?! \().)+/.exec(text.split("\n")[0] ?? "")?.[0] ?? text;
