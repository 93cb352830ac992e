import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import imageScanned from "../../../controls/image/scanned.ts";
import imageVulnerabilities from "../../../controls/image/vulnerabilities.ts";
import control from "../../../controls/task-definition/image-vulnerabilities.ts";
import type { ImageFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking, judge } from "../../../core/judge.ts";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { type PolicyControls, settingsOf } from "../../../core/policy.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const name = "container app runs web:1";
const running = (image: Partial<ImageFacts>): TaskDefinitionFacts =>
	aTaskDefinition({ containers: [aContainer({ image: "web:1", registryImage: { value: anImage(image) } })] });
const scanned = (status: string, ...vulnerabilities: readonly ReturnType<typeof aVulnerability>[]) =>
	running({ scans: { value: [aScan({ status, description: "", vulnerabilities })] } });
const docker = (image: string | null): TaskDefinitionFacts =>
	aTaskDefinition({
		engine: "docker",
		containers: [aContainer({ image, registryImage: { unread: "its registry is not read here" } })],
	});

describe("applies the image's own controls to each container", () => {
	test.each<[string, TaskDefinitionFacts, string]>([
		["nothing found", running({}), `pass HIGH ${name}, and the image has no known vulnerability`],
		["tolerated", scanned("ACTIVE", aVulnerability({ severity: "LOW" })), `pass HIGH ${name}, and the image has 1 LOW`],
		[
			"too many vulnerabilities",
			scanned("COMPLETE", aVulnerability()),
			`fail HIGH ${name}, and the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1`,
		],
		[
			"one that is worse than the control",
			scanned("COMPLETE", aVulnerability({ severity: "CRITICAL" })),
			`fail CRITICAL ${name}, and the image has 1 CRITICAL (the policy allows 0): CVE-2026-0001 in openssl 3.0.1`,
		],
		[
			"a scan that failed for good, which outweighs the unknown vulnerabilities",
			scanned("UNSUPPORTED_IMAGE"),
			`fail MEDIUM ${name}, and the image cannot be scanned because its operating system or media type is not supported`,
		],
		[
			"never scanned, and the wait is over",
			scanned("ABSENT"),
			`fail MEDIUM ${name}, and the image has no scan (ScanNotFoundException)`,
		],
		[
			"not scanned yet",
			running({
				awaitedSince: "2026-11-21T11:59:00.000Z",
				scans: { value: [aScan({ status: "PENDING", description: "" })] },
			}),
			`unknown HIGH ${name}, and the vulnerabilities of the image are unknown (it is waiting to be scanned)`,
		],
		[
			"a scan that could not be read",
			running({ scans: { unread: "ecr:DescribeImageScanFindings was denied" } }),
			`unknown HIGH ${name}, and the scan could not be read because ecr:DescribeImageScanFindings was denied`,
		],
		[
			"a signature",
			running({ artifact: "artifact", scans: { value: [] } }),
			`not-applicable HIGH ${name}, and there is nothing to scan in a signature, an SBOM or another artifact`,
		],
		[
			"an index, by its worst image",
			running({
				artifact: "index",
				scans: {
					value: [
						aScan({ digest: aDigest("b") }),
						aScan({ digest: aDigest("c"), vulnerabilities: [aVulnerability()] }),
					],
				},
			}),
			`fail HIGH ${name}, and its child sha256:cccccccccccc has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1`,
		],
	])("%s", (_, facts, expected) => {
		expect(verdictLines(control, facts)).toEqual([expected]);
	});

	test("includes the fields, vulnerabilities and remediation of the image, and the digest that was checked", () => {
		const [verdict] = judged(control, scanned("COMPLETE", aVulnerability({ fixedVersion: "3.0.2" })));
		expect(verdict).toMatchObject({
			container: "app",
			field: "image",
			remediation: "Update openssl to 3.0.2, and deploy the new image.",
			fields: { high: "1", scanStatus: "COMPLETE", imageDigest: aDigest() },
			vulnerabilities: [{ id: "CVE-2026-0001" }],
		});
	});

	test("is pending while a scan result is", () => {
		const facts = running({
			awaitedSince: "2026-11-21T11:59:00.000Z",
			scans: { value: [aScan({ status: "ABSENT", description: "" })] },
		});
		expect(judged(control, facts)[0]).toMatchObject({ status: "unknown", pending: true });
	});
});

describe("is unknown for an image that could not be read", () => {
	test.each<[TaskDefinitionFacts, string]>([
		[
			aTaskDefinition({
				containers: [aContainer({ image: "nginx", registryImage: { unread: "its registry is not read here" } })],
			}),
			"unknown HIGH container app runs nginx, which could not be checked because its registry is not read here",
		],
		[
			aTaskDefinition({
				containers: [
					aContainer({
						image: { unresolved: "Ref X", text: parsePlaceholders("web:${X}") },
						registryImage: { unread: "AWS was not read" },
					}),
				],
			}),
			"unknown HIGH container app runs web:${X}, which could not be checked because AWS was not read",
		],
		[
			aTaskDefinition({
				containers: [aContainer({ image: { unresolved: "Ref X" }, registryImage: { unread: "AWS was not read" } })],
			}),
			"unknown HIGH the image of container app could not be checked because AWS was not read",
		],
		[
			docker("nginx"),
			"unknown HIGH container app runs nginx, which could not be checked because its registry is not read here",
		],
		[docker(null), "not-applicable HIGH container app runs an image that is built from a Dockerfile"],
		[aTaskDefinition({ containers: { unresolved: "Ref X" } }), "unknown HIGH the containers are unknown (Ref X)"],
	])("case %#", (facts, expected) => {
		expect(verdictLines(control, facts)).toEqual([expected]);
	});
});

describe("an image in another registry", () => {
	const of = (registryImage: { unread: string; isByDesign?: true }) =>
		judged(control, aTaskDefinition({ containers: [aContainer({ image: "agent@sha256:1", registryImage })] }))[0];

	test("is unknown by design, and the advice is the way to have it scanned", () => {
		const verdict = of({ unread: "its registry is not read here", isByDesign: true });
		expect(verdict).toMatchObject({ status: "unknown", isByDesign: true });
		expect(verdict?.remediation).toContain("pull-through cache");
		expect(verdict?.remediation).not.toContain("update the packages");
	});

	test("is not what is merely unread now", () => {
		const verdict = of({ unread: "ecr:DescribeImages was denied" });
		expect(verdict).not.toHaveProperty("isByDesign");
		expect(verdict?.remediation).toBe(control.remediation);
	});
});

describe("applies the policy's settings for images", () => {
	const under = (facts: TaskDefinitionFacts, changes: PolicyControls): string[] =>
		judge([control], facts, { ...defaultPolicy, controls: { ...defaultPolicy.controls, ...changes } }).map(
			({ status, severity, message }) => `${status} ${severity} ${message}`,
		);
	const vulnerabilities = settingsOf(defaultPolicy.controls, imageVulnerabilities);
	const state = settingsOf(defaultPolicy.controls, imageScanned);
	const bad = scanned("COMPLETE", aVulnerability());
	const unscanned = scanned("FAILED");

	test.each<[string, TaskDefinitionFacts, PolicyControls, string]>([
		[
			"its maximum",
			bad,
			{ "image/vulnerabilities": { ...vulnerabilities, maximum: { HIGH: 1 } } },
			`pass HIGH ${name}, and the image has 1 HIGH`,
		],
		[
			"its severity",
			bad,
			{ "image/vulnerabilities": { ...vulnerabilities, severity: "LOW" } },
			`fail LOW ${name}, and the image has 1 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1`,
		],
		[
			"vulnerabilities turned off",
			bad,
			{ "image/vulnerabilities": { ...vulnerabilities, enabled: false } },
			`pass MEDIUM ${name}, and the image is scanned (COMPLETE)`,
		],
		[
			"the scan's state turned off",
			unscanned,
			{ "image/scanned": { ...state, enabled: false } },
			`unknown HIGH ${name}, and the vulnerabilities of the image are unknown (it could not be scanned because the scan failed)`,
		],
		[
			"both turned off",
			bad,
			{
				"image/vulnerabilities": { ...vulnerabilities, enabled: false },
				"image/scanned": { ...state, enabled: false },
			},
			`not-applicable MEDIUM ${name}, and the policy enables no image control`,
		],
	])("%s", (_, facts, changes, expected) => {
		expect(under(facts, changes)).toEqual([expected]);
	});
});

test("blocks a deployment by default", () => {
	expect(isBlocking(control, { severity: "MEDIUM" }, defaultPolicy)).toBe(true);
});
