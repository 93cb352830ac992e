import { ScanStatus } from "@aws-sdk/client-ecr";
import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/image-vulnerabilities.ts";
import type { ImageFacts, ScanFacts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import type { Policy } from "../../../core/policy.ts";
import { decideBlock } from "../../../domain/blocks/decide.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../../../domain/example-facts.ts";

/** In the service model, but not yet in this version of the client. */
type NewerStatus = "IMAGE_SIZE_EXCEEDED";

type Block = Partial<Policy["block"]>;

const policyWith = (block: Block): Policy => ({
	...defaultPolicy,
	mode: "enforce",
	block: { ...defaultPolicy.block, ...block },
});

/** The verdict on a revision that runs the image, and whether the revision is blocked. */
function outcomeOf(image: Partial<ImageFacts>, block: Block = {}): string {
	const policy = policyWith(block);
	const facts = aTaskDefinition({ containers: [aContainer({ registryImage: { value: anImage(image) } })] });
	const verdicts = judge([control], facts, policy);
	return `${verdicts[0]?.status} ${decideBlock([control], facts, verdicts, { policy, now: readAt, action: "deregister" }).kind}`;
}

const readAt = anImage().readAt;
const minutesBefore = (minutes: number) => new Date(Date.parse(readAt) - minutes * 60_000).toISOString();
const inState = (status: string, more: Partial<ScanFacts> = {}) => aScan({ status, description: "", ...more });
const waited = { awaitedSince: minutesBefore(60) };

describe("F3, B07: an image that merely has no scan result fails, but blocks nothing by default", () => {
	const states: Readonly<Record<ScanStatus | NewerStatus | "ABSENT", readonly [string, string, string]>> = {
		// By default, with onUnscanned: block, with onUnknown: block.
		COMPLETE: ["pass none", "pass none", "pass none"],
		ACTIVE: ["pass none", "pass none", "pass none"],
		IN_PROGRESS: ["unknown none", "unknown none", "unknown block"],
		PENDING: ["unknown none", "unknown none", "unknown block"],
		ABSENT: ["fail none", "fail block", "fail none"],
		FAILED: ["fail none", "fail block", "fail none"],
		UNSUPPORTED_IMAGE: ["fail none", "fail block", "fail none"],
		SCAN_ELIGIBILITY_EXPIRED: ["fail none", "fail block", "fail none"],
		FINDINGS_UNAVAILABLE: ["fail none", "fail block", "fail none"],
		LIMIT_EXCEEDED: ["fail none", "fail block", "fail none"],
		IMAGE_ARCHIVED: ["fail none", "fail block", "fail none"],
		IMAGE_SIZE_EXCEEDED: ["fail none", "fail block", "fail none"],
	};

	test("every state that the ECR client knows is in the table", () => {
		expect(Object.keys(states)).toEqual(expect.arrayContaining(Object.values(ScanStatus)));
	});

	test.each(Object.entries(states))("%s", (status, [byDefault, onUnscanned, onUnknown]) => {
		const image = { scans: { value: [inState(status)] }, ...waited };
		expect(outcomeOf(image)).toBe(byDefault);
		expect(outcomeOf(image, { onUnscanned: "block" })).toBe(onUnscanned);
		expect(outcomeOf(image, { onUnknown: "block" })).toBe(onUnknown);
	});

	test("a state that this version does not know is unknown, not unscanned", () => {
		const image = { scans: { value: [inState("NEW_STATE")] }, ...waited };
		expect(outcomeOf(image, { onUnscanned: "block" })).toBe("unknown none");
		expect(outcomeOf(image, { onUnknown: "block" })).toBe("unknown block");
	});

	test("a scan that is still awaited is unknown, not unscanned", () => {
		const image = { scans: { value: [inState("ABSENT")] }, awaitedSince: minutesBefore(2) };
		expect(outcomeOf(image, { onUnscanned: "block" })).toBe("unknown none");
		expect(outcomeOf(image, { onUnknown: "block" })).toBe("unknown block");
	});

	test("an image whose push time could not be read may still be waiting: unknown, not unscanned", () => {
		const image = { scans: { value: [inState("ABSENT")] }, awaitedSince: null, pushTimeUnread: "AccessDenied" };
		expect(outcomeOf(image, { onUnscanned: "block" })).toBe("unknown none");
	});

	test("an image whose scan could not be read is unknown, not unscanned", () => {
		const image = { scans: { unread: "AccessDenied" } };
		expect(outcomeOf(image, { onUnscanned: "block" })).toBe("unknown none");
		expect(outcomeOf(image, { onUnknown: "block" })).toBe("unknown block");
	});

	test("it decides too if the policy judges vulnerabilities only", () => {
		const policy = policyWith({ onUnknown: "block" });
		const controls = { ...policy.controls, "image/scanned": { enabled: false } };
		const image = anImage({ scans: { value: [inState("UNSUPPORTED_IMAGE")] } });
		const facts = aTaskDefinition({ containers: [aContainer({ registryImage: { value: image } })] });
		const verdicts = judge([control], facts, { ...policy, controls });
		expect(verdicts[0]?.status).toBe("unknown");
		expect(decideBlock([control], facts, verdicts, { policy, now: readAt, action: "deregister" })).toEqual({
			kind: "none",
		});
	});
});

describe("an unscanned part hides nothing of an index", () => {
	const vulnerable = inState("COMPLETE", { digest: aDigest("b"), vulnerabilities: [aVulnerability()] });
	const unscanned = inState("FAILED", { digest: aDigest("c") });
	const unrecognized = inState("NEW_STATE", { digest: aDigest("d") });
	const index = (...scans: readonly ScanFacts[]) => ({
		artifact: "index" as const,
		scans: { value: scans },
		...waited,
	});

	test.each<[string, Partial<ImageFacts>, Block, string]>([
		["a vulnerable child blocks beside an unscanned one", index(unscanned, vulnerable), {}, "fail block"],
		["an unscanned child alone blocks nothing", index(unscanned, inState("COMPLETE")), {}, "fail none"],
		["an unknown child blocks if unknown blocks", index(unscanned, unrecognized), { onUnknown: "block" }, "fail block"],
		["an unknown child does not block otherwise", index(unscanned, unrecognized), {}, "fail none"],
	])("%s", (_, image, block, expected) => {
		expect(outcomeOf(image, block)).toBe(expected);
	});

	test("a vulnerable child blocks even if an unscanned one is more severe", () => {
		const policy = policyWith({});
		const settings = { ...policy.controls["image/scanned"], enabled: true, severity: "CRITICAL" as const };
		const changed = { ...policy, controls: { ...policy.controls, "image/scanned": settings } };
		const value = anImage(index(unscanned, vulnerable));
		const facts = aTaskDefinition({ containers: [aContainer({ registryImage: { value } })] });
		const verdicts = judge([control], facts, changed);
		expect(verdicts[0]?.severity).toBe("CRITICAL");
		expect(decideBlock([control], facts, verdicts, { policy: changed, now: readAt, action: "deregister" }).kind).toBe(
			"block",
		);
	});
});
