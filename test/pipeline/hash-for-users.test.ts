import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../controls/default-policy.ts";
import control from "../../controls/task-definition/image-vulnerabilities.ts";
import type { ImageFacts, ScanFacts, Vulnerability } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import { wasRead } from "../../core/reading.ts";
import { hashForUsers } from "../../pipeline/dependents.ts";
import {
	aContainer,
	aDigest,
	anImage,
	aRepository,
	aScan,
	aService,
	aTaskDefinition,
	aVulnerability,
} from "../support/builders.ts";

const text = fc.constantFrom("a", "b");
const textOrNull = fc.option(text);
const vulnerabilityFields: { readonly [Key in keyof Vulnerability]: fc.Arbitrary<Vulnerability[Key]> } = {
	id: fc.constantFrom("CVE-1", "CVE-2", "CVE-3"),
	severity: fc.constantFrom("CRITICAL", "HIGH", "LOW", "UNDEFINED"),
	status: fc.constantFrom("ACTIVE", "SUPPRESSED", "CLOSED"),
	fixAvailable: fc.option(fc.constantFrom("YES", "NO")),
	exploitAvailable: fc.boolean(),
	epss: fc.option(fc.constantFrom(0.1, 0.9)),
	packageName: textOrNull,
	installedVersion: textOrNull,
	fixedVersion: textOrNull,
	uri: textOrNull,
};
const vulnerability = fc.record(vulnerabilityFields);
const byId = { selector: ({ id }: Vulnerability) => id };
const scanFields: { readonly [Key in keyof ScanFacts]: fc.Arbitrary<ScanFacts[Key]> } = {
	digest: fc.constantFrom(aDigest("1"), aDigest("2")),
	status: fc.constantFrom("COMPLETE", "ACTIVE", "FAILED", "ABSENT", "other"),
	description: text,
	completedAt: fc.option(fc.constantFrom("2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z")),
	vulnerabilities: fc.uniqueArray(vulnerability, { ...byId, maxLength: 3 }),
};
const scan = fc.record(scanFields);
const image = fc
	.record({
		artifact: fc.constantFrom("image", "index", "artifact"),
		pushedAt: fc.option(fc.constant("2026-11-01T00:00:00Z")),
		scans: fc.oneof(
			fc.uniqueArray(scan, { selector: ({ digest }) => digest, maxLength: 2 }).map((value) => ({ value })),
			text.map((unread) => ({ unread })),
		),
	} as const)
	.map((facts) => anImage({ ...facts, awaitedSince: facts.pushedAt }));

/** What a check of a family with the image finds. */
function verdictsOn(facts: ImageFacts) {
	const containers = [aContainer({ registryImage: { value: facts } })];
	return judge([control], aTaskDefinition({ containers }), defaultPolicy);
}

describe("the hash of an image's facts", () => {
	test("is another after another scan with the same result, because a user may have read one in between", () => {
		const scanned = (completedAt: string) => hashForUsers(anImage({ scans: { value: [aScan({ completedAt })] } }));
		expect(scanned("2026-11-20T12:00:00Z")).not.toBe(scanned("2026-11-21T12:00:00Z"));
	});

	test("is the same for the same result in another order", () => {
		fc.assert(
			fc.property(image, (facts) => {
				const { scans } = facts;
				if (!wasRead(scans)) return;
				const value = scans.value.toReversed().map((one) => {
					return { ...one, vulnerabilities: one.vulnerabilities.toReversed() };
				});
				const later = { ...facts, tags: facts.tags.toReversed(), scans: { value }, readAt: "2026-11-25T00:00:00Z" };
				expect(hashForUsers(later)).toBe(hashForUsers(facts));
			}),
		);
	});

	test("is another if the verdicts on a family that uses it are others", () => {
		const hasReading = fc.record({ facts: image, scan, vulnerability, at: fc.nat({ max: 14 }) });
		fc.assert(
			fc.property(hasReading, ({ facts, scan: other, vulnerability: changed, at }) => {
				const one = anImage({ ...facts, scans: { value: [{ ...other, vulnerabilities: [aVulnerability()] }] } });
				const after = changeAt(one, other, changed, at);
				fc.pre(JSON.stringify(verdictsOn(one)) !== JSON.stringify(verdictsOn(after)));
				expect(hashForUsers(after)).not.toBe(hashForUsers(one));
			}),
			{ numRuns: 500 },
		);
	});

	test.each(
		Object.entries({
			id: "CVE-9",
			severity: "LOW",
			status: "SUPPRESSED",
			fixAvailable: "NO",
			exploitAvailable: true,
			epss: 0.7,
			packageName: "other",
			installedVersion: "9",
			fixedVersion: "9",
			uri: "https://example.com/9",
		} satisfies Vulnerability),
	)("is another if the %s of a vulnerability is another", (field, value) => {
		const hashWith = (more: Partial<Vulnerability>) =>
			hashForUsers(anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability(more)] })] } }));
		expect(hashWith({ [field]: value })).not.toBe(hashWith({}));
	});

	test("is another if the push, after which a result is awaited, is another", () => {
		const hashWith = (pushedAt: string | null) => hashForUsers(anImage({ pushedAt }));
		expect(hashWith("2026-11-01T00:00:00Z")).not.toBe(hashWith("2026-11-02T00:00:00Z"));
	});
});

/** The same image with another value of one field. */
function changeAt(facts: ImageFacts, other: ScanFacts, changed: Vulnerability, at: number): ImageFacts {
	if (!wasRead(facts.scans)) return facts;
	const [first = aScan()] = facts.scans.value;
	const [known = aVulnerability()] = first.vulnerabilities;
	const names = Object.keys(changed) as (keyof Vulnerability)[];
	const name = names[at];
	if (name !== undefined) {
		const vulnerabilities = [{ ...known, [name]: changed[name] }];
		return { ...facts, scans: { value: [{ ...first, vulnerabilities }] } };
	}
	const key = (["status", "description", "digest"] as const)[at % 3] ?? "status";
	return { ...facts, scans: { value: [{ ...first, [key]: other[key] }] } };
}

test("the order of a repository's filters and of a service's task sets does not matter, what they say does", () => {
	const filters = (...exclusionFilters: string[]) => hashForUsers(aRepository({ exclusionFilters }));
	expect(filters("a*", "b*")).toBe(filters("b*", "a*"));
	expect(filters("a*")).not.toBe(filters("b*"));
	const sets = (...of: readonly [string, string][]) =>
		hashForUsers(aService({ platformVersions: of.map(([name, version]) => ({ of: name, version, family: "LINUX" })) }));
	expect(sets(["ecs-svc/1", "1.3.0"], ["ecs-svc/2", "1.4.0"])).toBe(
		sets(["ecs-svc/3", "1.4.0"], ["ecs-svc/4", "1.3.0"]),
	);
	expect(sets(["service", "1.4.0"])).not.toBe(sets(["service", "1.3.0"]));
});
