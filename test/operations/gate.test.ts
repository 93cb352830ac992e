import { BatchGetImageCommand, DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { deployedImageControls } from "../../controls/deployed-image.ts";
import { taskDefinitionControls } from "../../controls/index.ts";
import type { Policy } from "../../core/policy.ts";
import { connectToDeployments, type GateTarget, gate } from "../../operations/gate.ts";
import { aDigest } from "../support/builders.ts";
import { clean, mockRegistry, region, registryHost, type ScanAnswer, vulnerable } from "../support/gated-registry.ts";

/** The time of the ports: it passes in pauses only. */
async function run(targets: readonly GateTarget[], waitMs: number, policy: Policy = defaultPolicy) {
	let now = Date.now();
	const [pauses, waiting] = [[] as number[], [] as (readonly [given: readonly string[], leftMs: number])[]];
	const rules = { policy, image: deployedImageControls(policy.controls), "task-definition": taskDefinitionControls };
	const report = await gate(
		connectToDeployments(region, {}, waitMs),
		targets,
		{ rules, service: null, waitMs },
		{
			now: () => now,
			pause: async (milliseconds) => {
				now += milliseconds;
				pauses.push(milliseconds);
			},
			waiting: (given, leftMs) => void waiting.push([given, leftMs]),
		},
	);
	return { ...report, pauses, waiting };
}

const image = (reference: string): GateTarget => ({ kind: "image", given: `${registryHost}/payments${reference}` });
const family: GateTarget = { kind: "task-definition", given: "web:7" };
const withBlock = (block: Partial<Policy["block"]>): Policy => ({
	...defaultPolicy,
	block: { ...defaultPolicy.block, ...block },
});
const minute = 60_000;

describe.each([
	["an image", image(":1.0")],
	["a family", family],
])("about %s, the gate", (_, target) => {
	test.each<[string, readonly ScanAnswer[], Partial<Policy["block"]>, string, number, string | null]>([
		["allows a clean image at once", [0], {}, "allowed", 0, null],
		["blocks a vulnerable image at once", [1], {}, "blocked", 0, null],
		["waits for a scan that has not begun", ["ABSENT", "IN_PROGRESS", 1], {}, "blocked", 30, null],
		["allows an image whose scan finds nothing", ["PENDING", "IN_PROGRESS", 0], {}, "allowed", 30, null],
		["allows what is still scanned after the wait", ["IN_PROGRESS"], {}, "allowed", 60, null],
		["blocks it if the policy says so", ["IN_PROGRESS"], { onUnscanned: "block" }, "blocked", 60, null],
		["does not decide about it by onUnknown", ["IN_PROGRESS"], { onUnknown: "block" }, "allowed", 60, null],
		["reads again what is throttled", [{ error: "ThrottlingException" }, 1], {}, "blocked", 15, null],
		[
			"has no answer if AWS does not respond until the end",
			[{ error: "ThrottlingException" }],
			{},
			"unread",
			60,
			"ecr:DescribeImageScanFindings did not respond (ThrottlingException)",
		],
		[
			"has no answer if the scan is denied",
			[{ error: "AccessDeniedException" }],
			{},
			"unread",
			0,
			"ecr:DescribeImageScanFindings was denied (AccessDeniedException)",
		],
	])("%s", async (_name, answers, block, decision, waitedSeconds, unread) => {
		mockRegistry({ scans: { [clean]: answers } });
		const report = await run([target], minute, withBlock(block));
		expect(report.subjects.map((one) => [one.decision, one.unread])).toEqual([[decision, unread]]);
		expect(report.waitedSeconds).toBe(waitedSeconds);
		expect(report.waiting).toEqual(waitedSeconds === 0 ? [] : [[[target.given], minute]]);
	});

	test("judges the image that the tag named first, however it moves meanwhile", async () => {
		const registry = mockRegistry({ scans: { [vulnerable]: ["IN_PROGRESS", 1] }, tagged: [vulnerable, clean] });
		const { subjects } = await run([target], minute);
		expect(subjects).toMatchObject([{ decision: "blocked", images: [{ repository: "payments", digest: vulnerable }] }]);
		expect(registry.timesResolved()).toBe(1);
	});

	test("judges that image also after a reading that failed", async () => {
		const answers = [{ error: "ThrottlingException" }, 1];
		const registry = mockRegistry({ scans: { [vulnerable]: answers }, tagged: [vulnerable, clean] });
		const { subjects } = await run([target, image(":1.0")], minute);
		expect(subjects.map(({ decision }) => decision)).toEqual(["blocked", "blocked"]);
		expect(registry.timesResolved()).toBe(1);
	});

	test("waits for a scan of an old image that was started again", async () => {
		mockRegistry({ scans: { [clean]: ["IN_PROGRESS", 1] }, pushedAt: new Date("2026-01-01T00:00:00Z") });
		expect(await run([target], minute)).toMatchObject({ subjects: [{ decision: "blocked" }], waitedSeconds: 15 });
	});

	test.each<[Policy["block"]["onUnknown"], string]>([
		["allow", "allowed"],
		["block", "blocked"],
	])(
		"lets onUnknown (%s) decide about an index that lists too many manifests, and has an answer",
		async (onUnknown, decision) => {
			const { ecr } = mockRegistry();
			const [imageManifestMediaType, imagePushedAt] = ["application/vnd.oci.image.index.v1+json", new Date()];
			const detail = { imageDigest: clean, imageTags: ["1.0"], imageManifestMediaType, imagePushedAt };
			ecr.on(DescribeImagesCommand).resolves({ imageDetails: [detail] });
			const mediaType = "application/vnd.oci.image.manifest.v1+json";
			const manifests = Array.from({ length: 101 }, (_, at) => ({ digest: `sha256:${at}`, mediaType }));
			ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: JSON.stringify({ manifests }) }] });
			const { subjects, waitedSeconds } = await run([target], minute, withBlock({ onUnknown }));
			expect([subjects.map((one) => [one.decision, one.unread]), waitedSeconds]).toEqual([[[decision, null]], 0]);
		},
	);

	test("does not wait for an old image that was never scanned", async () => {
		mockRegistry({ scans: { [clean]: ["ABSENT"] }, pushedAt: new Date("2026-01-01T00:00:00Z") });
		expect(await run([target], minute)).toMatchObject({ subjects: [{ decision: "allowed" }], waitedSeconds: 0 });
	});
});

describe("the wait", () => {
	test("ends exactly when its time is over, with a last reading", async () => {
		mockRegistry({ scans: { [clean]: ["IN_PROGRESS", "IN_PROGRESS", 1] } });
		const report = await run([image(":1.0")], 20_000);
		expect(report.pauses).toEqual([15_000, 5_000]);
		expect(report.subjects).toMatchObject([{ decision: "blocked" }]);
	});

	test("does not begin with 0", async () => {
		mockRegistry({ scans: { [clean]: ["IN_PROGRESS"] } });
		expect(await run([image(":1.0")], 0)).toMatchObject({ pauses: [], subjects: [{ decision: "allowed" }] });
	});

	test("ends when another subject is blocked in any case", async () => {
		mockRegistry({ scans: { [clean]: ["IN_PROGRESS"] } });
		const report = await run([image(":1.0"), image(`@${vulnerable}`)], minute);
		expect(report).toMatchObject({ pauses: [], subjects: [{ decision: "allowed" }, { decision: "blocked" }] });
	});

	test("is not for a scan whose failure would not block", async () => {
		mockRegistry({ scans: { [clean]: ["IN_PROGRESS"] } });
		const controls = {
			...defaultPolicy.controls,
			"task-definition/image-vulnerabilities": { enabled: true, blocking: false },
		};
		expect(await run([image(":1.0"), family], minute, { ...defaultPolicy, controls })).toMatchObject({ pauses: [] });
	});
});

const noResult = fc.constantFrom<ScanAnswer>("ABSENT", "PENDING", "IN_PROGRESS", { error: "ThrottlingException" });

test("a vulnerable image is blocked in whatever order the answers arrive, among whatever other images", async () => {
	const before = fc.array(noResult, { maxLength: 4 });
	const others = fc.array(before, { maxLength: 3 });
	await fc.assert(
		fc.asyncProperty(before, others, fc.nat(3), fc.boolean(), async (answers, rest, position, isTagged) => {
			const digests = rest.map((_, at) => aDigest(String(at + 1)));
			const scans = Object.fromEntries(rest.map((one, at) => [digests[at], [...one, 0]]));
			mockRegistry({ scans: { ...scans, [vulnerable]: [...answers, 2] }, tagged: [vulnerable, clean] });
			const targets = digests.map((digest) => image(`@${digest}`));
			targets.splice(position, 0, isTagged ? image(":1.0") : image(`@${vulnerable}`));
			const { subjects } = await run(targets, 10 * minute);
			expect(subjects.map(({ decision }) => decision)).toContain("blocked");
			expect(subjects.flatMap(({ unread }) => unread ?? [])).toEqual([]);
		}),
		{ numRuns: 60 },
	);
});
