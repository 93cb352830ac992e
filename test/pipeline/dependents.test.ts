import { describe, expect, test } from "@jest/globals";
import { controls } from "../../controls/index.ts";
import { TryLaterError } from "../../core/errors.ts";
import { arnOf, type ImageSubject, type Subject } from "../../core/subject.ts";
import { parse } from "../../events/image-scanned/index.ts";
import { observeImages } from "../../pipeline/observe.ts";
import { recheckMessages } from "../../pipeline/recheck.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import { aDigest, anImage, aScan, aVulnerability } from "../support/builders.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

const imageOf = (digest: string): ImageSubject => ({
	kind: "image",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	repository: "payments",
	digest,
});
const [index, child] = [imageOf(aDigest("1")), imageOf(aDigest("2"))];

const scanOf = ({ digest }: ImageSubject) =>
	push("payments", {
		"detail-type": "ECR Image Scan",
		detail: { "scan-status": "COMPLETE", "repository-name": "payments", "image-digest": digest },
	});

/** A route for scans whose images have these vulnerabilities; its clock advances with each reading. */
function aScanRoute(more: Partial<RoutePorts> = {}) {
	const account = { vulnerabilities: [aVulnerability()] };
	const own = aRoute();
	let minute = 10;
	const read = async ({ digest }: ImageSubject) => {
		const scans = { value: [aScan({ digest: child.digest, vulnerabilities: account.vulnerabilities })] };
		return anImage({
			digest,
			arn: arnOf(imageOf(digest)),
			artifact: digest === index.digest ? "index" : "image",
			scans,
		});
	};
	const handler = route(parse, {
		...own.ports,
		observe: observeImages(read, controls, own.ports.rules),
		now: () => `2026-11-21T11:${minute++}:00.000Z`,
		...more,
	});
	const statusOf = (subject: Subject) =>
		own.ledger.entries.get(arnOf(subject))?.controls["image/vulnerabilities"]?.status;
	const handle = (...bodies: readonly unknown[]) => handler(batchOf(...bodies), aContext);
	return { ...own, account, handle, handler, statusOf };
}

const recheckOf = (...subjects: readonly Subject[]) =>
	recheckMessages(subjects, () => "id", "2026-11-21T11:30:00.000Z");

test("an index is sent to the queue when one of its images was checked, and is then checked itself", async () => {
	const { handle, account, statusOf, rechecked } = aScanRoute();
	await handle(scanOf(index));
	expect(rechecked).toEqual([]);
	account.vulnerabilities = [];
	await handle(scanOf(child));
	expect(rechecked).toEqual([arnOf(index)]);
	await handle(...recheckOf(index));
	expect([index, child].map(statusOf)).toEqual(["pass", "pass"]);
});

describe("F7, L12: an image that thousands of subjects depend on", () => {
	async function popularImage(more: Partial<RoutePorts> = {}) {
		const scans = aScanRoute(more);
		const users = Array.from({ length: 3_000 }, (_, at) => imageOf(`sha256:${String(at).padStart(64, "0")}`));
		for (const user of users) await scans.ledger.link(user, [arnOf(child)]);
		return { ...scans, users };
	}

	test("is one check; the others are sent to the queue, each once", async () => {
		const { handle, ledger, rechecked, users } = await popularImage();
		expect(await handle(scanOf(child))).toEqual({ batchItemFailures: [] });
		expect([...ledger.entries.keys()]).toEqual([arnOf(child)]);
		expect([...rechecked].sort()).toEqual(users.map(arnOf).sort());
	});

	test("fits into messages of ten subjects", () => {
		const users = Array.from({ length: 21 }, (_, at) => imageOf(`sha256:${String(at).padStart(64, "0")}`));
		expect(recheckOf(...users).map((body) => JSON.parse(body).detail.subjects.length)).toEqual([10, 10, 1]);
		expect(recheckOf()).toEqual([]);
	});

	test("returns its message to the queue if one could not be sent, and sends them all at the next delivery", async () => {
		const sent: string[] = [];
		let calls = 0;
		const recheck: RoutePorts["recheck"] = async (subjects) => {
			if (++calls === 3) throw new TryLaterError("sqs:SendMessage was throttled");
			sent.push(...subjects.map(arnOf));
		};
		const { handler, users } = await popularImage({ recheck });
		const event = batchOf(scanOf(child));
		expect((await handler(event, aContext)).batchItemFailures).toHaveLength(1);
		expect((await handler(event, aContext)).batchItemFailures).toEqual([]);
		expect(new Set(sent).size).toBe(users.length);
	});

	test("is checked again with all of them if its message is redriven from the dead-letter queue, where its deliveries count from 1", async () => {
		let isDenied = true;
		const sent: string[] = [];
		const recheck: RoutePorts["recheck"] = async (subjects) => {
			if (isDenied) throw new TryLaterError("sqs:SendMessage was denied");
			sent.push(...subjects.map(arnOf));
		};
		const { handler, users } = await popularImage({ recheck });
		expect((await handler(batchOf(scanOf(child)), aContext)).batchItemFailures).toHaveLength(1);
		isDenied = false;
		expect((await handler(batchOf(scanOf(child)), aContext)).batchItemFailures).toEqual([]);
		expect(new Set(sent).size).toBe(users.length);
	});
});

describe("a message that does not name subjects of its account is rejected", () => {
	const [body] = recheckOf(index);
	const changed = (detail: unknown) => JSON.stringify({ ...JSON.parse(body ?? ""), detail });
	test.each([
		[{}, "detail.subjects must be a list"],
		[{ subjects: [null] }, "detail.subjects[0] must be an object"],
		[{ subjects: [{ ...index, digest: 1 }] }, "detail.subjects[0].digest must be a non-empty string"],
		[{ subjects: [{ ...index, kind: "listener" }] }, 'detail.subjects[0].kind "listener" is not a kind of subject'],
		[
			{ subjects: [{ ...index, account: "444455556666" }] },
			"detail.subjects[0] is not in the message's account and Region",
		],
	])("%j", async (detail, reason) => {
		const { handle, letters, ledger } = aScanRoute();
		await handle(changed(detail));
		expect(letters.received).toMatchObject([{ attributes: { reason } }]);
		expect(ledger.history).toEqual([]);
	});
});
