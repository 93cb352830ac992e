import { expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { aDigest } from "../../support/builders.ts";
import { anEntry, imageSubject, laterBy } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const control = "image/vulnerabilities";
const inIndex = { index: aDigest("f") };

/** What is reported of an image, given what its entries say of it and its verdicts, minute by minute; `-` for nothing. */
function heardOf(
	...states: readonly (readonly [LedgerEntry["about"], "fail" | "pass" | "unknown" | "gone"])[]
): string {
	const first = anEntry({ subject: imageSubject() });
	const entries = states.map(([about, status], minute) => {
		const gone = { state: "gone", controls: {} } as const;
		const more = status === "gone" ? gone : { controls: { [control]: aRecordedVerdict({ status }) } };
		return laterBy(minute, first, { about, ...more });
	});
	const heard = entries.map((entry, at) => {
		const notification = notificationOf(changesBetween(entries[at - 1] ?? null, entry), hearing());
		return notification?.changes.map(({ kind }) => kind).join() ?? "-";
	});
	return heard.join(" ");
}

test("nothing is reported of the image of an index, neither its failure nor its end", () => {
	expect(heardOf([inIndex, "fail"], [inIndex, "pass"])).toBe("- -");
	expect(heardOf([inIndex, "unknown"], [inIndex, "fail"], [{}, "gone"])).toBe("- - -");
});

test("what fails when it gets a tag or is run is reported then, and fixed only after that", () => {
	expect(heardOf([inIndex, "fail"], [{ tags: "1.0.0-arm64" }, "fail"], [{ tags: "1.0.0-arm64" }, "pass"])).toBe(
		"- failing closed",
	);
	expect(heardOf([inIndex, "fail"], [{}, "pass"])).toBe("- -");
});

test("an image of no index is reported when the time has passed at which an index might have been pushed", () => {
	const awaiting = { awaitsIndexUntil: "2026-11-21T12:02:00.000Z" };
	expect(heardOf([awaiting, "fail"], [awaiting, "fail"], [awaiting, "fail"], [{}, "fail"])).toBe("- - failing -");
});

test("a failure that was reported is closed", () => {
	expect(heardOf([{ tags: "latest" }, "fail"], [{}, "fail"], [{}, "gone"])).toBe("failing - closed");
	expect(heardOf([{ tags: "latest" }, "fail"], [inIndex, "fail"])).toBe("failing closed");
});

test("a block is always reported", () => {
	const entry = anEntry({ subject: imageSubject(), about: inIndex, blocks: [aBlock()] });
	expect(notificationOf(changesBetween(null, entry), hearing())).toMatchObject({ changes: [], blocks: [aBlock()] });
});
