import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type JsonLog, jsonLog } from "../../pipeline/json-log.ts";

const trace = "_X_AMZN_TRACE_ID";
let written: string[];
let log: JsonLog;

beforeEach(() => {
	written = [];
	delete process.env[trace];
	jest.useFakeTimers({ now: new Date("2026-11-21T12:00:00.123Z") });
	jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
	log = jsonLog("image-pushed");
});
afterEach(() => {
	delete process.env[trace];
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const lines = (): unknown[] => written.map((line) => JSON.parse(line));

describe("a log line", () => {
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

	test("contains the trace id of the invocation if Lambda provides one", () => {
		process.env[trace] = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
		log.info("a", {});
		process.env[trace] = "Sampled=0";
		log.info("b", {});
		expect(lines()).toEqual([
			expect.objectContaining({ message: "a", xray_trace_id: "1-5759e988-bd862e3fe1be46a994272793" }),
			expect.not.objectContaining({ xray_trace_id: expect.anything() }),
		]);
	});

	test("contains the name, message, stack and cause of an error, and no other property", () => {
		const error = Object.assign(new TypeError("no", { cause: new RangeError("why") }), { $response: "secret" });
		log.error("returned to the queue", { error });
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

	test("is written even if the cause of an error is the error itself", () => {
		const error = new Error("a");
		error.cause = error;
		const other = new Error("b", { cause: { toString: () => "text" } });
		log.error("c", { errors: [error, other] });
		expect(lines()).toMatchObject([{ errors: [{ cause: { message: "a" } }, { cause: "text" }] }]);
	});
});
