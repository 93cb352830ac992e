import { describe, expect, test } from "@jest/globals";
import imageVulnerabilities from "../../controls/image/vulnerabilities.ts";
import type { Control } from "../../core/control.ts";
import type { ContainerFacts, Facts, ImageFacts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import type { Waiver } from "../../core/policy.ts";
import { isUnresolved, wasRead } from "../../core/reading.ts";
import type { Judgement } from "../../core/verdict.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../support/builders.ts";
import { aControl } from "../support/verdicts.ts";
import { waiving } from "../support/waivers.ts";

const imageWith = (...ids: string[]): ImageFacts =>
	anImage({ scans: { value: [aScan({ vulnerabilities: ids.map((id) => aVulnerability({ id })) })] } });
const told = (control: Control, facts: Facts, waivers: Partial<Waiver>[]) =>
	judge([control], facts, waiving(...waivers.map((waiver) => ({ control: control.id, resource: "*", ...waiver })))).map(
		({ status, message }) => `${status} ${message}`,
	);

describe("waived vulnerabilities of an image", () => {
	const asked = (facts: ImageFacts, ...waivers: Partial<Waiver>[]) => told(imageVulnerabilities, facts, waivers);
	const two = imageWith("CVE-2026-0001", "CVE-2026-0002");
	const both =
		"the image has 2 HIGH (the policy allows 0): CVE-2026-0001 in openssl 3.0.1, CVE-2026-0002 in openssl 3.0.1";
	const by = (owner: string) => `${owner} until 2027-03-31`;

	test.each<[string, ImageFacts, Partial<Waiver>[], string]>([
		[
			"all of them: the failure is waived and keeps its message",
			two,
			[{ vulnerabilities: ["CVE-2026-0001", "cve-2026-0002"] }],
			`waived ${both}; waived by ${by("shop team")}: replaced in spring`,
		],
		[
			"one of them: the other still fails",
			two,
			[{ vulnerabilities: ["CVE-2026-0001"] }],
			`fail the image has 1 HIGH (the policy allows 0): CVE-2026-0002 in openssl 3.0.1; other vulnerabilities are waived by ${by("shop team")}`,
		],
		[
			"all of them, by two waivers",
			two,
			[
				{ vulnerabilities: ["CVE-2026-0001"], owner: "a" },
				{ vulnerabilities: ["CVE-2026-0002"], owner: "b", expires: "2026-12-31" },
			],
			`waived ${both}; waived by ${by("a")}: replaced in spring, b until 2026-12-31: replaced in spring`,
		],
		["a different one: the failure stays", two, [{ vulnerabilities: ["CVE-2026-0003"] }], `fail ${both}`],
		[
			"only the beginning of their ids: the failure stays",
			two,
			[{ vulnerabilities: ["CVE-2026-000"] }],
			`fail ${both}`,
		],
		[
			"one of them, by an expired waiver",
			two,
			[{ vulnerabilities: ["CVE-2026-0001"], expires: "2026-01-01" }],
			`fail ${both}; the waiver owned by shop team expired on 2026-01-01`,
		],
		[
			"one of them, and the other by an expired waiver",
			two,
			[
				{ vulnerabilities: ["CVE-2026-0001"] },
				{ vulnerabilities: ["CVE-2026-0002"], owner: "b", expires: "2026-01-01" },
			],
			"fail the image has 1 HIGH (the policy allows 0): CVE-2026-0002 in openssl 3.0.1; other vulnerabilities are waived by " +
				`${by("shop team")}; the waiver owned by b expired on 2026-01-01`,
		],
		[
			"one of them, and the failure as a whole",
			two,
			[{ vulnerabilities: ["CVE-2026-0001"], owner: "a" }, { owner: "b" }],
			`waived ${both}; waived by ${by("b")}: replaced in spring`,
		],
		[
			"one that the image no longer has",
			anImage(),
			[{ vulnerabilities: ["CVE-2026-0001"] }],
			"pass the image has no known vulnerability",
		],
	])("%s", (_, facts, waivers, expected) => {
		expect(asked(facts, ...waivers)).toEqual([expected]);
	});

	test("the verdict names the waiver that expires first, and marks every waiver with its effect", () => {
		const waivers = [
			{ vulnerabilities: ["CVE-2026-0001"], owner: "a" },
			{ vulnerabilities: ["CVE-2026-0002"], owner: "b", expires: "2026-12-31" },
			{ vulnerabilities: ["CVE-2026-0003"] },
			{ vulnerabilities: ["CVE-2026-0001"], expires: "2026-01-01" },
		].map((waiver) => ({ control: imageVulnerabilities.id, resource: "*", ...waiver }));
		expect(judge([imageVulnerabilities], two, waiving(...waivers))).toMatchObject([
			{
				status: "waived",
				severity: "HIGH",
				waiver: { owner: "b", reason: "replaced in spring", expires: "2026-12-31" },
				waivers: [
					{ waiver: 0, effect: "hides" },
					{ waiver: 1, effect: "hides" },
					{ waiver: 2, effect: "none" },
					{ waiver: 3, effect: "expired" },
				],
			},
		]);
	});

	test("the result is not waived if the remaining vulnerabilities are unknown", () => {
		const children = [
			aScan({ digest: aDigest("b"), vulnerabilities: [aVulnerability()] }),
			aScan({ digest: aDigest("c"), status: "IN_PROGRESS" }),
		];
		const index = anImage({ artifact: "index", scans: { value: children } });
		expect(asked(index, { vulnerabilities: ["CVE-2026-0001"] })).toEqual([
			expect.stringMatching(/^unknown the vulnerabilities of its child sha256:cccccccccccc/),
		]);
		expect(asked(index, {})).toEqual([expect.stringMatching(/^waived /)]);
	});

	test("a scan that could not be read stays unknown", () => {
		expect(asked(anImage({ scans: { unread: "AccessDenied" } }), { vulnerabilities: ["CVE-2026-0001"] })).toEqual([
			"unknown the scan could not be read because AccessDenied",
		]);
	});
});

describe("waived vulnerabilities of the images of a task definition", () => {
	/** Fails for every container whose image has a vulnerability, passes for the others; a scan that failed fails too. */
	const control = aControl({
		honorsWaiversOf: "image/vulnerabilities",
		id: "task-definition/image-vulnerabilities",
		evaluate: (facts) => {
			if (facts.kind !== "task-definition" || isUnresolved(facts.containers)) return [];
			return facts.containers.map(({ name, registryImage }): Judgement => {
				if (!wasRead(registryImage) || !wasRead(registryImage.value.scans)) {
					return { status: "unknown", message: "not read", container: name };
				}
				const [scan] = registryImage.value.scans.value;
				const ids = scan?.vulnerabilities.map(({ id }) => id) ?? [];
				const fails = ids.length > 0 || scan?.status === "FAILED";
				return { status: fails ? "fail" : "pass", message: `${name}: ${ids}`, container: name };
			});
		},
	});
	const container = (name: string, image: string, registryImage: ContainerFacts["registryImage"]) =>
		aContainer({ name, image, registryImage });
	const facts = aTaskDefinition({
		containers: [
			container("app", "payments:1", { value: imageWith("A", "B") }),
			container("proxy", "envoy:1", { value: { ...imageWith("A"), repository: "envoy", arn: "envoy" } }),
			container("log", "log:1", { unread: "no answer" }),
		],
	});
	const waived = "waived by shop team until 2027-03-31: replaced in spring";
	const others = "other vulnerabilities are waived by shop team until 2027-03-31";

	test.each<[string, Partial<Waiver>[], string[]]>([
		["in every image", [{ vulnerabilities: ["A"] }], [`fail app: B; ${others}`, `waived proxy: A; ${waived}`]],
		[
			"in the image that a container names",
			[{ vulnerabilities: ["A"], resource: "envoy:*" }],
			["fail app: A,B", `waived proxy: A; ${waived}`],
		],
		[
			"each in its own",
			[
				{ vulnerabilities: ["B"], resource: "payments:*" },
				{ vulnerabilities: ["A"], resource: "envoy:*" },
			],
			[`fail app: A; ${others}`, `waived proxy: A; ${waived}`],
		],
		[
			"by the image's own waiver",
			[{ control: "image/vulnerabilities", vulnerabilities: ["A"], resource: "image/payments@*" }],
			[`fail app: B; ${others}`, "fail proxy: A"],
		],
		[
			"by the image's own waiver of all of them",
			[{ control: "image/vulnerabilities", resource: "image/payments@*" }],
			[`waived app: A,B; ${waived}`, "fail proxy: A"],
		],
		[
			"not by a waiver of that control about the family",
			[{ control: "image/vulnerabilities", resource: "task-definition/web" }],
			["fail app: A,B", "fail proxy: A"],
		],
		["not by a waiver of another control", [{ control: "image/scanned" }], ["fail app: A,B", "fail proxy: A"]],
	])("%s", (_, waivers, expected) => {
		expect(told(control, facts, waivers)).toEqual([...expected, "unknown not read"]);
	});

	test("a failed scan still fails if vulnerabilities are waived", () => {
		const scans = { value: [aScan({ status: "FAILED", vulnerabilities: [aVulnerability({ id: "A" })] })] };
		const failed = aTaskDefinition({ containers: [container("app", "x", { value: anImage({ scans }) })] });
		const own = { control: "image/vulnerabilities", resource: "image/*" } as const;
		expect(told(control, failed, [own])).toEqual([`fail app: ; ${others}`]);
	});

	test("other controls are not affected by the image's waivers", () => {
		const writable = aControl({ evaluate: () => ({ status: "fail", message: "writable", container: "app" }) });
		expect(told(writable, facts, [{ control: "image/vulnerabilities" }])).toEqual(["fail writable"]);
	});

	const app: Judgement = { status: "fail", message: "?", container: "app" };
	test.each<[string, Judgement[], string]>([
		["passes", [{ ...app, status: "pass" }], `waived ?; ${waived}`],
		["does not apply", [{ ...app, status: "not-applicable" }], `waived ?; ${waived}`],
		[
			"fails with another message",
			[{ ...app, message: "!" }],
			`fail !; ${others}; the waiver owned by b expired on 2020-01-01`,
		],
		["is unknown", [{ ...app, status: "unknown", message: "!" }], `unknown !; ${others}`],
		["is about another container", [{ ...app, status: "pass", container: "proxy" }], "fail ?"],
		["gives more verdicts than before", [{ ...app, status: "pass" }, app], "fail ?"],
	])("with a remaining verdict that %s", (_, second, expected) => {
		const answers: (readonly Judgement[])[] = [[app], second];
		const twice = aControl({ id: control.id, evaluate: () => answers.shift() ?? [] });
		const expired = { vulnerabilities: ["B"], owner: "b", expires: "2020-01-01" };
		const [verdict] = told(twice, facts, [{ vulnerabilities: ["A"] }, expired]);
		const isBelieved = expected !== "fail ?";
		expect(verdict).toBe(isBelieved ? expected : `${expected}; the waiver owned by b expired on 2020-01-01`);
	});
});
