import { describe, expect, test } from "@jest/globals";
import { latenciesOf, medianOf, percentileOf } from "../../demo/latency.ts";

const sent = (at: number, body: string, routed = true) => ({ file: "e.json", body, at, routed, bypassedBus: false });
const imported = (subject: string, readAt: number, at: number) => ({
	id: "f",
	subject,
	updatedAt: new Date(readAt).toISOString(),
	at: new Date(at).toISOString(),
});
const web = "arn:aws:ecr:eu-west-1:111122223333:repository/web";

describe("seconds from an event to its finding", () => {
	test("are counted from the last event that names the subject before it was read", () => {
		const events = [sent(0, "web"), sent(2_000, "web"), sent(9_000, "web"), sent(2_500, "other")];
		expect(latenciesOf(events, [imported(web, 3_000, 3_500)])).toEqual([{ total: 1.5, untilRead: 1 }]);
	});

	test("are counted from events with the digest of an image", () => {
		const digest = `sha256:${"a".repeat(64)}`;
		const events = [sent(1_000, `{"image-digest":"${digest}"}`), sent(2_000, "web")];
		expect(latenciesOf(events, [imported(`${web}/${digest}`, 3_000, 4_000)])).toEqual([{ total: 3, untilRead: 2 }]);
	});

	test("omit a finding that no event caused", () => {
		expect(latenciesOf([sent(0, "web", false)], [imported(web, 3_000, 4_000)])).toEqual([]);
	});
});

test.each([
	[[], null],
	[[3], 3],
	[[5, 1, 3], 3],
	[[4, 1, 3, 2], 2.5],
])("the median of %j is %s", (values, median) => {
	expect(medianOf(values)).toBe(median);
});

test.each([
	[[], 0.99, null],
	[[3], 0.999, 3],
	[[4, 1, 3, 2], 0.5, 2],
	[[4, 1, 3, 2], 0.99, 4],
	[Array.from({ length: 1_000 }, (_, at) => at + 1), 0.99, 990],
	[Array.from({ length: 1_000 }, (_, at) => at + 1), 0.999, 999],
])("of %j, %d do not exceed %s", (values, share, expected) => {
	expect(percentileOf(values, share)).toBe(expected);
});
