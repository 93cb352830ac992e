import { afterEach, expect, jest, test } from "@jest/globals";
import { parse } from "../../events/image-pushed/index.ts";
import { route } from "../../pipeline/route.ts";
import { telemetry } from "../../pipeline/telemetry.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

afterEach(() => {
	jest.restoreAllMocks();
});

test("E23: a forwarded event is one line in the log and one in the metric ForeignEvents", async () => {
	const lines: string[] = [];
	for (const stream of [process.stdout, process.stderr]) {
		jest.spyOn(stream, "write").mockImplementation((text) => lines.push(String(text)) > 0);
	}
	for (const method of ["log", "info"] as const) {
		jest.spyOn(console, method).mockImplementation((text) => lines.push(String(text)));
	}
	const handle = route(parse, { ...aRoute().ports, telemetry: telemetry("image-pushed") });
	await handle(batchOf(push("payments", { account: "444455556666" })), aContext);
	expect(lines.map((line) => JSON.parse(line))).toMatchObject([
		{
			level: "INFO",
			message: "nothing to do",
			subject: "message-1",
			because: "the event is of another account or Region, which has a pipeline of its own",
		},
		{ ForeignEvents: 1, service: "image-pushed", _aws: { CloudWatchMetrics: [{ Namespace: "Shipshape" }] } },
	]);
});
