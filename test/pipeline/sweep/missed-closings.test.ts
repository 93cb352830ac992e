import { expect, test } from "@jest/globals";
import { arnOf } from "../../../core/subject.ts";
import { sweptLists } from "../../../pipeline/sweep/lists.ts";
import { republishMissedClosings } from "../../../pipeline/sweep/missed-closings.ts";
import { familyNamed } from "../../support/sweep.ts";

const now = "2026-11-22T12:00:00.000Z";
const readAt = "2026-11-20T12:00:00.000Z";
const subject = familyNamed("web");
const gone = { subject, arn: arnOf(subject), state: "gone", readAt, rules: "rules-1", seenAt: null } as const;
const inDays = (days: number): number => Date.parse(now) / 1_000 + days * 86_400;

test.each<[string, string | null, number | null, boolean]>([
	["Security Hub's sink has handled nothing of it", null, inDays(88), true],
	["the sink has handled an earlier state only", "2026-11-19T12:00:00.000Z", inDays(88), true],
	["the sink has handled this state", readAt, inDays(88), false],
	["an entry without an end was not handled", null, null, true],
	["it has expired, as what the sink has handled may have", null, inDays(-1), false],
])(
	"the end of a subject goes through the stream again only if it was missed: %s",
	async (_, handled, expiresAt, isSent) => {
		const touched: unknown[] = [];
		await republishMissedClosings([{ ...gone, expiresAt }], {
			publishedAt: async () => handled,
			touch: async (...of) => touched.push(of) > 0,
			now: () => now,
		});
		expect(touched).toEqual(isSent ? [[gone.arn, readAt, now]] : []);
	},
);

test("a sweep looks for missed ends among the subjects that are gone", async () => {
	const found: string[] = [];
	const present = { ...gone, state: "present", arn: "present" };
	const lists = sweptLists({
		entries: async () => ({ items: [gone, present], next: null }),
		republishMissedClosings: async (entries: readonly { readonly arn: string }[]) => {
			found.push(...entries.map(({ arn }) => arn));
		},
		rules: "rules-1",
	} as never);
	const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
	await lists.entries({ token: null, last: null }, "", place, now);
	expect(found).toEqual([gone.arn]);
});
