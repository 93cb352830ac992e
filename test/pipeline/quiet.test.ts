import { describe, expect, test } from "@jest/globals";
import { envelopeOf } from "../../core/event.ts";
import { arnOf } from "../../core/subject.ts";
import { parse } from "../../events/image-pushed/index.ts";
import { parseRecheck, recheckMessages } from "../../pipeline/recheck.ts";
import { route } from "../../pipeline/route.ts";
import { mergeTriggers } from "../../pipeline/trigger.ts";
import { repositorySubject } from "../support/entries.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";
import { aFamily } from "../support/verdicts.ts";

/*
 * What the first sweep has other functions check is part of its one message to Slack. The route's clock shows 11:01.
 */

const subject = repositorySubject();
const later = "2026-11-21T17:00:00.000Z";
const earlier = "2026-11-21T11:00:00.000Z";
const recheck = (quietUntil?: string, time = "2026-11-21T11:00:30.000Z") =>
	recheckMessages([subject], () => "id", time, { quietUntil })[0] ?? "";

describe("the entry of a check is quiet only", () => {
	test.each([
		["if the first sweep asked for it", [recheck(later)], [true]],
		["as long as that sweep may take", [recheck(earlier)], [undefined]],
		["if nothing else asked for it", [recheck()], [undefined]],
		["if no event is among the messages of the batch", [recheck(later), recheck()], [undefined]],
	])("%s", async (_, bodies, expected) => {
		const { ports, ledger } = aRoute();
		await route(parse, ports)(batchOf(...bodies), aContext);
		expect(ledger.history.map(({ quiet }) => quiet)).toEqual(expected);
	});

	test("if no event has had the subject checked before", async () => {
		const { ports, ledger } = aRoute();
		const handle = route(parse, ports);
		await handle(batchOf(push("payments")), aContext);
		const before = ledger.history.length;
		await handle(batchOf(recheck(later, "2026-11-21T11:02:00.000Z")), aContext);
		expect(ledger.history.length).toBeGreaterThan(before);
		expect(ledger.history.flatMap(({ quiet }) => quiet ?? [])).toEqual([]);
	});
});

test("the users of a subject that the first sweep had checked are checked as quietly", async () => {
	const { ports, ledger } = aRoute();
	await ledger.link(aFamily(), [arnOf(subject)]);
	const asked: unknown[] = [];
	const recheckUsers: typeof ports.recheck = async (subjects, quietUntil) => {
		asked.push([subjects.map(arnOf), quietUntil]);
	};
	const handle = route(parse, { ...ports, recheck: recheckUsers });
	await handle(batchOf(recheck(later)), aContext);
	expect(asked).toEqual([[[arnOf(aFamily())], later]]);
});

test("a message says until when its checks are quiet", () => {
	expect(parseRecheck(envelopeOf(JSON.parse(recheck(later))))).toEqual({
		kind: "check",
		subjects: [subject],
		quietUntil: later,
	});
	const malformed = recheck(later).replace(`"${later}"`, "7");
	expect(() => parseRecheck(envelopeOf(JSON.parse(malformed)))).toThrow("detail.quietUntil");
});

test("a check that stands for two is quiet until the later end", () => {
	const trigger = { time: earlier, announcedAt: null, registered: [], replayed: false };
	const both = mergeTriggers({ ...trigger, quietUntil: later }, { ...trigger, quietUntil: earlier });
	expect(both.quietUntil).toBe(later);
});
