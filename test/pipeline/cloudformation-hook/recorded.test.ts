import { expect, test } from "@jest/globals";
import { arnOf } from "../../../core/subject.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { check } from "../../../pipeline/check.ts";
import { FamilyAccount, subject } from "../../support/family-account.ts";
import { hearing } from "../../support/notifications.ts";
import { aRefusal } from "../../support/verdicts.ts";

const resource = "arn:aws:cloudformation:ap-northeast-1:111122223333:stack/payments/0b5f6d10/Web/7b1c";
const refusal = aRefusal({ action: "cloudformation-hook", resource, revision: 0 });

test.each([
	["that does not exist, because its first revision was refused", []],
	["that has revisions", [7, 8]],
])("a refusal is recorded and notified about with a family %s", async (_, revisions) => {
	const account = new FamilyAccount("enforce", revisions, []);
	const trigger = { time: "2026-11-01T11:00:00Z", announcedAt: null, registered: [], replayed: false };
	await check(subject, { ...trigger, decided: [refusal] }, account.portsAt("2026-11-01T11:01:09.000Z"));
	const entry = account.ledger.entries.get(arnOf(subject));
	expect(entry?.blocks).toMatchObject([{ action: "cloudformation-hook", outcome: "done", resource }]);
	if (entry === undefined) throw new Error("there is an entry");
	expect(notificationOf(changesBetween(null, entry), hearing())).toMatchObject({ headline: { kind: "block" } });
	expect(account.deregistered).toEqual([]);
});
