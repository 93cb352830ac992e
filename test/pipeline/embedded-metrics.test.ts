import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { embeddedMetrics } from "../../pipeline/embedded-metrics.ts";

let lines: unknown[];
beforeEach(() => {
	lines = [];
	jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
});
afterEach(() => {
	jest.restoreAllMocks();
});

test("what an invocation counted is one line in CloudWatch's embedded metric format", () => {
	const metrics = embeddedMetrics("image-scanned");
	metrics.count("ForeignEvents", 2);
	metrics.count("ForeignEvents");
	metrics.count("FailedBlocks");
	metrics.flush();
	expect(lines).toEqual([
		{
			_aws: {
				Timestamp: expect.any(Number),
				CloudWatchMetrics: [
					{
						Namespace: "Shipshape",
						Dimensions: [["service"]],
						Metrics: [
							{ Name: "ForeignEvents", Unit: "Count" },
							{ Name: "FailedBlocks", Unit: "Count" },
						],
					},
				],
			},
			service: "image-scanned",
			ForeignEvents: 3,
			FailedBlocks: 1,
		},
	]);
});

test("the next invocation counts from zero, and one that counts nothing writes nothing", () => {
	const metrics = embeddedMetrics("image-scanned");
	metrics.flush();
	metrics.count("FailedBlocks");
	metrics.flush();
	metrics.flush();
	expect(lines).toMatchObject([{ FailedBlocks: 1 }]);
});
