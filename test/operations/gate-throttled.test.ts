import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { deployedImageControls } from "../../controls/deployed-image.ts";
import { type Loopback, listen } from "../../demo/doubles/loopback.ts";
import { connectToDeployments, gate } from "../../operations/gate.ts";
import { clean, region, registryHost } from "../support/gated-registry.ts";

const environment = process.env;
let aws: Loopback;
/** How many calls about a scan are throttled before the next is answered. */
let throttled: number;
let asked: number;

beforeEach(async () => {
	asked = 0;
	aws = await listen(({ headers }) => {
		const operation = String(headers["x-amz-target"]).split(".").at(-1);
		if (operation === "DescribeRegistry") return { status: 200, body: JSON.stringify({ registryId: "111122223333" }) };
		if (asked++ < throttled) return { status: 400, body: JSON.stringify({ __type: "ThrottlingException" }) };
		const imageScanFindings = { findings: [], findingSeverityCounts: {} };
		const scan = { imageScanStatus: { status: "COMPLETE" }, imageScanFindings };
		const imageDetails = [{ imageDigest: clean, imageTags: ["1.0"], imagePushedAt: 1_700_000_000 }];
		return { status: 200, body: JSON.stringify({ ...scan, imageDetails }) };
	});
	const [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY] = ["111122223333", "local"];
	process.env = { ...environment, AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
});
afterEach(async () => {
	jest.restoreAllMocks();
	process.env = environment;
	await aws.close();
});

/** With a clock that stands still but in pauses: only the retries of the clients take time. */
async function judged(waitMs: number) {
	let now = 0;
	const rules = { policy: defaultPolicy, image: deployedImageControls(defaultPolicy.controls), "task-definition": [] };
	const clients = connectToDeployments(region, {}, waitMs);
	const target = { kind: "image", given: `${registryHost}/payments@${clean}` } as const;
	const pause = async (milliseconds: number): Promise<void> => {
		now += milliseconds;
	};
	const ports = { now: () => now, pause, waiting: () => {} };
	const { subjects } = await gate(clients, [target], { rules, service: null, waitMs }, ports);
	return subjects.map(({ decision, unread }) => [decision, unread]);
}

/** How many timers were started from now on, have not ended and keep the process alive. */
function watchTimers() {
	const { setTimeout: start, clearTimeout: clear } = globalThis;
	const pending = new Set<NodeJS.Timeout>();
	const watched = (call: () => void, milliseconds?: number): NodeJS.Timeout => {
		const timer: NodeJS.Timeout = start(() => {
			pending.delete(timer);
			call();
		}, milliseconds);
		pending.add(timer);
		return timer;
	};
	jest.spyOn(globalThis, "setTimeout").mockImplementation(watched as typeof setTimeout);
	jest.spyOn(globalThis, "clearTimeout").mockImplementation((timer) => {
		pending.delete(timer as NodeJS.Timeout);
		clear(timer);
	});
	return () => [...pending].filter((timer) => timer.hasRef()).length;
}

describe("the wait bounds the retries of a call:", () => {
	test("while AWS throttles, no answer comes long before the limit of a call, and says why", async () => {
		throttled = Number.POSITIVE_INFINITY;
		expect(await judged(0)).toEqual([["unread", expect.stringMatching(/did not respond \(ThrottlingException\)$/)]]);
		expect(asked).toBeGreaterThan(0);
	});

	test("nothing that would keep the process alive is left after the answer", async () => {
		throttled = Number.POSITIVE_INFINITY;
		// The second pause would end after the time.
		jest.spyOn(Math, "random").mockReturnValue(0.6);
		const timersLeft = watchTimers();
		await judged(0);
		expect(timersLeft()).toBe(0);
	});

	test("a call that is throttled once is answered, also without a wait", async () => {
		throttled = 1;
		expect(await judged(0)).toEqual([["allowed", null]]);
		expect(asked).toBeGreaterThan(1);
	});

	test("a call that is throttled for longer is answered within the wait", async () => {
		throttled = 2;
		expect(await judged(60_000)).toEqual([["allowed", null]]);
	});
});
