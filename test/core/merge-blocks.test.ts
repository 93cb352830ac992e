import { describe, expect, test } from "@jest/globals";
import { type BlockRecord, mergeBlocks } from "../../core/block-record.ts";
import { aBlock, aRefusal } from "../support/verdicts.ts";

test("many deployments that the gate has decided about do not make a deregistration forgotten", () => {
	const deregistered = aBlock();
	const refused = Array.from({ length: 40 }, (_, at) => aRefusal({ resource: `service-revision-${at}` }));
	expect(mergeBlocks([deregistered], refused)).toEqual([deregistered, ...refused.slice(-20)]);
});

describe("two outcomes about the same resource", () => {
	type Outcome = BlockRecord["outcome"];
	const kept = (action: BlockRecord["action"], before: Outcome, after: Outcome): Outcome | undefined => {
		const resource = aRefusal().resource;
		const [one, other] = [before, after].map((outcome) => aRefusal({ action, resource, outcome })) as [
			BlockRecord,
			BlockRecord,
		];
		const [merged, ...more] = mergeBlocks([one], [other]);
		expect(more).toEqual([]);
		return merged?.outcome;
	};

	test.each<Outcome>(["would-have", "protected", "overridden", "not-possible", "gone", "done"])(
		"B01: that a check failed does not replace %s, and is replaced by it",
		(outcome) => {
			for (const action of ["gate", "cloudformation-hook"] as const) {
				expect(kept(action, outcome, "failed")).toBe(outcome);
				expect(kept(action, "failed", outcome)).toBe(outcome);
			}
		},
	);

	test.each(["deregister", "tag", "pause", "stop-deployment", "set-back"] as const)(
		"B01: that a %s failed replaces what would have been done in audit mode, and not what was done",
		(action) => {
			expect(kept(action, "would-have", "failed")).toBe("failed");
			expect(kept(action, "done", "failed")).toBe("done");
		},
	);

	test("the later one replaces any other", () => {
		expect(kept("gate", "would-have", "done")).toBe("done");
		expect(kept("gate", "overridden", "protected")).toBe("protected");
	});

	const resource = aRefusal().resource;
	const at = (minute: number, more: Partial<BlockRecord>) =>
		aRefusal({ resource, at: `2026-11-01T12:0${minute}:00.000Z`, ...more });

	test("a late copy of an earlier one does not replace it: an answer stays when the question comes again", () => {
		const asked = at(1, {
			...{ action: "pause", outcome: "not-possible" },
			waitsIn: { deployment: "arn:deployment", hook: "h" },
		});
		const approved = at(5, { action: "pause", outcome: "overridden" });
		expect(mergeBlocks([asked], [approved])).toEqual([approved]);
		expect(mergeBlocks([approved], [asked])).toEqual([approved]);
	});

	test("an earlier one counts if it is done, or if the later one could not be checked", () => {
		expect(mergeBlocks([at(5, { outcome: "would-have" })], [at(1, { outcome: "done" })])).toMatchObject([
			{ outcome: "done" },
		]);
		expect(mergeBlocks([at(5, { outcome: "failed" })], [at(1, { outcome: "overridden" })])).toMatchObject([
			{ outcome: "overridden" },
		]);
		const stop = { action: "stop-deployment" } as const;
		const unchecked = at(5, { ...stop, outcome: "failed", unchecked: true });
		expect(mergeBlocks([unchecked], [at(1, { ...stop, outcome: "protected" })])).toMatchObject([
			{ outcome: "protected" },
		]);
		const failed = at(5, { ...stop, outcome: "failed" });
		expect(mergeBlocks([failed], [at(1, { ...stop, outcome: "protected" })])).toEqual([failed]);
	});
});

test("records are in the order of their time, whatever the order of their messages", () => {
	const [first, second, third] = [1, 2, 3].map((hour) =>
		aRefusal({ resource: `service-revision-${hour}`, at: `2026-11-01T0${hour}:00:00.000Z` }),
	) as [BlockRecord, BlockRecord, BlockRecord];
	const deregistered = aBlock({ at: "2026-11-01T02:30:00Z" });
	expect(mergeBlocks([third, deregistered], [second, first])).toEqual([first, second, deregistered, third]);
});
