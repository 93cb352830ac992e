import { describe, expect, test } from "@jest/globals";
import { taskDefinitionControls } from "../../controls/index.ts";
import { judge } from "../../core/judge.ts";
import type { Waiver } from "../../core/policy.ts";
import { arnOf, type ImageSubject, type ServiceSubject, type Subject } from "../../core/subject.ts";
import { hashForUsers, haveFactsChanged, isSettled, keysOfUsed, keysOfUsers } from "../../pipeline/dependents.ts";
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
import { anEntryOf, aVerdict } from "../support/verdicts.ts";
import { waiving } from "../support/waivers.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
const family: Subject = { kind: "task-definition", ...place, family: "web" };
const repository: Subject = { kind: "repository", ...place, name: "team/web" };
const image: ImageSubject = { kind: "image", ...place, repository: "team/web", digest: aDigest("1") };
const service: ServiceSubject = { kind: "service", ...place, cluster: "shop", name: "web" };

describe("a family is linked to", () => {
	const keys = (tag: string, digest: string | null, readsServices = false) =>
		keysOfUsed(family, [{ repository: "team/web", tag, digest }], { readsServices });

	test("the repository and the tag of an image, at which a check of any image with the tag finds it", () => {
		expect(keys("1.0", null)).toEqual([arnOf(repository), `${arnOf(repository)}:1.0`]);
		expect(keysOfUsers(image, ["latest", "1.0"], null)).toEqual([
			arnOf(image),
			`${arnOf(repository)}:latest`,
			`${arnOf(repository)}:1.0`,
		]);
		expect(keysOfUsers(repository, [], null)).toEqual([arnOf(repository)]);
	});

	test("the digest of an image, whatever its tag", () => {
		expect(keys("1.0", image.digest)).toEqual([arnOf(repository), arnOf(image)]);
	});

	test("a tag that an image had before", () => {
		const before = anEntryOf({ about: { tags: "1.0,1" } });
		expect(keysOfUsers(image, [], before, anEntryOf({ state: "gone", about: {} }))).toEqual([
			arnOf(image),
			`${arnOf(repository)}:1.0`,
			`${arnOf(repository)}:1`,
		]);
	});

	test("its services if its verdicts depend on them, also those that run it no longer", () => {
		expect(keys("1.0", null, true)).toContain(`${arnOf(family)}/services`);
		const [before, after] = ["web:3", "worker:1"].map((runs) => anEntryOf({ about: { runs } }));
		expect(keysOfUsers(service, [], before ?? null, after ?? null)).toEqual([
			arnOf(service),
			`${arnOf(family)}/services`,
			`${arnOf({ ...place, kind: "task-definition", family: "worker" })}/services`,
		]);
	});
});

describe("users are checked again when", () => {
	const scans = (...of: Parameters<typeof aVulnerability>) => ({
		value: [aScan({ vulnerabilities: of.length > 0 ? [aVulnerability(...of)] : [] })],
	});
	const passing = anImage({ scans: scans() });

	test.each([
		["a vulnerability was found in an image", passing, anImage({ scans: scans({ severity: "LOW" }) })],
		["its scan can no longer be read", passing, anImage({ scans: { unread: "it was denied" } })],
		["an image got a tag", passing, anImage({ scans: scans(), tags: ["new"] })],
		["a repository is mutable", aRepository(), aRepository({ tagMutability: "MUTABLE" })],
		["a service has another platform version", aService(), aService({ platformVersions: [] })],
	])("%s", (_, before, after) => {
		expect(hashForUsers(before)).not.toBe(hashForUsers(after));
	});

	test("the time of the reading does not matter", () => {
		expect(hashForUsers(anImage({ readAt: "2026-11-22T12:00:00.000Z" }))).toBe(hashForUsers(anImage()));
	});

	test("a subject is new, is gone, or has other facts", () => {
		const [one, same, other] = ["a", "a", "b"].map((facts) => anEntryOf({ facts }));
		const without = anEntryOf();
		expect([
			haveFactsChanged(null, one ?? without),
			haveFactsChanged(one ?? null, without),
			haveFactsChanged(one ?? null, other ?? without),
			haveFactsChanged(one ?? null, same ?? without),
			haveFactsChanged(without, without),
		]).toEqual([true, true, true, false, null]);
	});
});

describe("a family is settled", () => {
	const lasting = { unread: "its registry is not read here", isLasting: true } as const;
	const readings = { imageRepository: { value: aRepository() }, registryImage: { value: anImage() } };
	const isSettledWith = (container: object, more = {}) =>
		isSettled(aTaskDefinition({ containers: [aContainer({ ...readings, ...container })], ...more }), []);

	test("if its images were read, or are in another registry", () => {
		expect(isSettledWith({})).toBe(true);
		expect(isSettledWith({ imageRepository: lasting, registryImage: lasting })).toBe(true);
		expect(isSettledWith({ registryImage: { value: anImage({ tags: [] }) } })).toBe(true);
	});

	test.each<[string, object, object]>([
		["a repository was denied", { imageRepository: { unread: "it was denied" } }, {}],
		["an image was denied", { registryImage: { unread: "it was denied" } }, {}],
		["a scan was denied", { registryImage: { value: anImage({ scans: { unread: "it was denied" } }) } }, {}],
		["its tags were denied", {}, { tags: { unread: "it was denied" } }],
		["its services could not be read", {}, { platformVersions: { unresolved: "too many" } }],
		["it could not be read itself", {}, { containers: { unresolved: "denied" } }],
	])("but not if %s", (_, container, more) => {
		expect(isSettledWith(container, more)).toBe(false);
	});

	const [critical, high] = [
		aVulnerability({ id: "CVE-2026-0001", severity: "CRITICAL" }),
		aVulnerability({ id: "CVE-2026-0002", severity: "HIGH" }),
	];
	const scannedWith = (...vulnerabilities: (typeof critical)[]) =>
		aContainer({ ...readings, registryImage: { value: anImage({ scans: { value: [aScan({ vulnerabilities })] } }) } });
	const sidecar = aContainer({ name: "sidecar", imageRepository: lasting, registryImage: lasting });
	const isSettledWaiving = (containers: readonly ReturnType<typeof aContainer>[], waiver: Partial<Waiver>): boolean => {
		const facts = aTaskDefinition({ containers });
		const policy = waiving({ control: "task-definition/image-vulnerabilities", ...waiver });
		return isSettled(facts, judge(taskDefinitionControls, facts, policy));
	};

	test.each<[string, Parameters<typeof isSettledWaiving>]>([
		["hides its only failure", [[scannedWith(critical)], {}]],
		["hides the failure of a container beside one that is unknown for good", [[scannedWith(critical), sidecar], {}]],
		[
			"hides one vulnerability, and another one fails",
			[[scannedWith(critical, high)], { vulnerabilities: [critical.id] }],
		],
	])("but not if a waiver, which expires, %s", (_, [containers, waiver]) => {
		expect(isSettledWaiving(containers, waiver)).toBe(false);
	});

	test("also if a waiver has expired, or names another family", () => {
		const containers = [scannedWith(critical), sidecar];
		expect(isSettledWaiving(containers, { expires: "2026-01-01" })).toBe(true);
		expect(isSettledWaiving(containers, { resource: "task-definition/api" })).toBe(true);
	});

	test("but not if a verdict waits for a scan", () => {
		const facts = aTaskDefinition({ containers: [sidecar] });
		const pending = aVerdict({ status: "unknown", pending: true });
		expect(isSettled(facts, [aVerdict(), pending])).toBe(false);
	});
});
