import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type StructuredLog, structuredLog } from "../../pipeline/structured-log.ts";

const trace = "_X_AMZN_TRACE_ID";
let written: string[];
let log: StructuredLog;

beforeEach(() => {
	written = [];
	delete process.env[trace];
	jest.useFakeTimers({ now: new Date("2026-11-21T12:00:00.123Z") });
	jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
	log = structuredLog("image-pushed");
});
afterEach(() => {
	delete process.env[trace];
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const lines = (): unknown[] => written.map((line) => JSON.parse(line));

describe("a line", () => {
	test.each([
		["info", "INFO"],
		["warn", "WARN"],
		["error", "ERROR"],
	] as const)("of %s is one line of JSON with its level, time and service", (method, level) => {
		log[method]("recorded", { subject: "arn:a", more: { text: "two\nlines" } });
		expect(written).toEqual([expect.stringMatching(/^[^\n]+\n$/)]);
		expect(lines()).toEqual([
			{
				level,
				message: "recorded",
				timestamp: "2026-11-21T12:00:00.123Z",
				service: "image-pushed",
				subject: "arn:a",
				more: { text: "two\nlines" },
			},
		]);
	});

	test("names the trace of its invocation, where there is one", () => {
		process.env[trace] = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
		log.info("a", {});
		process.env[trace] = "Sampled=0";
		log.info("b", {});
		expect(lines()).toEqual([
			expect.objectContaining({ message: "a", xray_trace_id: "1-5759e988-bd862e3fe1be46a994272793" }),
			expect.not.objectContaining({ xray_trace_id: expect.anything() }),
		]);
	});

	test("has the name, the message, the stack and the cause of an error, and nothing else of it", () => {
		const error = Object.assign(new TypeError("no", { cause: new RangeError("why") }), { $response: "secret" });
		log.error("goes back to the queue", { error });
		expect(lines()).toMatchObject([
			{
				error: {
					name: "TypeError",
					message: "no",
					stack: expect.stringContaining("TypeError: no"),
					cause: { name: "RangeError", message: "why", stack: expect.stringContaining("RangeError: why") },
				},
			},
		]);
		expect(written.join("")).not.toContain("secret");
	});

	test("is written although an error's cause leads back to it", () => {
		const error = new Error("a");
		error.cause = error;
		const other = new Error("b", { cause: { toString: () => "text" } });
		log.error("c", { errors: [error, other] });
		expect(lines()).toMatchObject([{ errors: [{ cause: { message: "a" } }, { cause: "text" }] }]);
	});
});

describe("counts", () => {
	test("are added up and written in CloudWatch's embedded metric format", () => {
		log.count("FailedBlocks", 1);
		log.count("UnknownVerdicts", 2);
		log.count("FailedBlocks", 3);
		log.flush();
		expect(written).toEqual([expect.stringMatching(/^\{[^\n]+\}\n$/)]);
		expect(lines()).toEqual([
			{
				_aws: {
					Timestamp: Date.parse("2026-11-21T12:00:00.123Z"),
					CloudWatchMetrics: [
						{
							Namespace: "Shipshape",
							Dimensions: [["service"]],
							Metrics: [
								{ Name: "FailedBlocks", Unit: "Count" },
								{ Name: "UnknownVerdicts", Unit: "Count" },
							],
						},
					],
				},
				service: "image-pushed",
				FailedBlocks: 4,
				UnknownVerdicts: 2,
			},
		]);
	});

	test("are written once, and not at all where nothing was counted", () => {
		log.flush();
		expect(written).toEqual([]);
		log.count("FailedBlocks", 1);
		log.flush();
		log.flush();
		expect(written).toHaveLength(1);
	});
});
