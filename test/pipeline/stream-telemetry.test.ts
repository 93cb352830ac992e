import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { streamTelemetry } from "../../pipeline/stream-telemetry.ts";

let lines: string[];

beforeEach(() => {
	lines = [];
	for (const stream of [process.stdout, process.stderr]) {
		jest.spyOn(stream, "write").mockImplementation((text) => lines.push(String(text)) > 0);
	}
	for (const method of ["log", "info", "warn", "error"] as const) {
		jest.spyOn(console, method).mockImplementation((text) => lines.push(String(text)));
	}
});

afterEach(() => {
	jest.restoreAllMocks();
});

test("the outcome of every record is one line of JSON, and undelivered items are counted", () => {
	const { delivered, skipped, undelivered, failed, flush } = streamTelemetry("slack");
	delivered("arn:a", "posted");
	skipped("arn:b", "published");
	undelivered("arn:c", "refused");
	failed("arn:d", "later");
	flush();
	const logged = lines.map((line) => JSON.parse(line));
	expect(logged).toMatchObject([
		{ level: "INFO", message: "delivered", subject: "arn:a", what: "posted" },
		{ level: "INFO", message: "nothing to do", subject: "arn:b", because: "published" },
		{ level: "ERROR", message: "undelivered, moved to the dead-letter queue", subject: "arn:c", reason: "refused" },
		{ level: "WARN", message: "will be retried", subject: "arn:d", reason: "later" },
		{ Undelivered: 1, service: "slack", _aws: { CloudWatchMetrics: [{ Namespace: "Shipshape" }] } },
	]);
});

test("S05: a Security Hub that is not enabled, and a finding resolved while it fails, are logged and counted", () => {
	const { notEnabled, resolvedWhileFailing, flush } = streamTelemetry("security-hub");
	notEnabled();
	resolvedWhileFailing("shipshape/a");
	flush();
	expect(lines.map((line) => JSON.parse(line))).toMatchObject([
		{ level: "ERROR", message: expect.stringContaining("Security Hub is not enabled") },
		{ level: "WARN", id: "shipshape/a" },
		{ SecurityHubNotEnabled: 1, ResolvedWhileFailing: 1, service: "security-hub" },
	]);
});

test("a batch without undelivered items logs and counts nothing", () => {
	streamTelemetry("slack").flush();
	expect(lines).toEqual([]);
});
