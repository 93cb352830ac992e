import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { examplePolicy } from "../../controls/example-policy.ts";
import { controls } from "../../controls/index.ts";
import type { Control } from "../../core/control.ts";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import { settingsOf } from "../../core/policy.ts";
import { commonFields } from "../../core/settings.ts";
import { isSeverity, worstVerdict } from "../../core/verdict.ts";
import { schemasOf } from "../../policy-file/setting-schema.ts";
import { pageOf } from "../../scripts/generate/pages.ts";
import { chainsOfColons } from "../support/sentences.ts";

const root = resolve(__dirname, "..", "..");
const textOf = (path: string) => readFileSync(join(root, path), "utf8");

/** AWS's own pages, and those of the vendor of the other engine. */
const references = /^https:\/\/(docs\.aws\.amazon\.com|aws\.amazon\.com|docs\.docker\.com)\/\S+$/;

test("maps to the controls of Security Hub", () => {
	expect(controls.flatMap(({ id, aws }) => (aws === undefined ? [] : [[id, aws]]))).toEqual([
		["capacity-provider/termination-protection", "ECS.19"],
		["cluster/container-insights", "ECS.12"],
		["cluster/required-tags", "ECS.14"],
		["repository/customer-managed-key", "ECR.5"],
		["repository/lifecycle-policy", "ECR.3"],
		["repository/scan-on-push", "ECR.1"],
		["repository/tag-immutability", "ECR.2"],
		["service/no-public-ip", "ECS.2, ECS.16"],
		["service/platform-version", "ECS.10"],
		["service/required-tags", "ECS.13"],
		["task-definition/efs-in-transit-encryption", "ECS.18"],
		["task-definition/logging", "ECS.9"],
		["task-definition/no-host-namespaces", "ECS.3, ECS.17"],
		["task-definition/no-plaintext-secrets", "ECS.8"],
		["task-definition/non-root-user", "ECS.20, ECS.21"],
		["task-definition/not-privileged", "ECS.4"],
		["task-definition/read-only-root", "ECS.5"],
		["task-definition/required-tags", "ECS.15"],
	]);
});

test("blocks a deployment by default", () => {
	expect(controls.filter(({ blocking }) => blocking !== undefined).map(({ id, blocking }) => [id, blocking])).toEqual([
		["task-definition/host-paths", "CRITICAL"],
		["task-definition/image-vulnerabilities", true],
		["task-definition/no-plaintext-secrets", true],
		["task-definition/not-privileged", true],
		["task-definition/read-only-root", true],
	]);
});

test("what is known of single controls elsewhere, by what they declare", () => {
	const having = (wanted: (control: Control) => unknown) => controls.filter(wanted).map(({ id }) => id);
	expect({
		vulnerabilities: having(({ findingType }) => findingType),
		waivableByVulnerability: having(({ isWaivableByVulnerability }) => isWaivableByVulnerability),
		readingServices: having(({ readsServices }) => readsServices),
		readingRepositories: having(({ readsRepositories }) => readsRepositories),
		readingUsedImages: having(({ readsUsedImages }) => readsUsedImages),
		offByDefault: having(({ isOffByDefault }) => isOffByDefault),
		enabledByList: having(({ settings = {} }) => Object.values(settings).some((one) => one.enablesControl)),
		comparingSettings: having(({ contradictionIn }) => contradictionIn),
		lifecycleSavings: having(({ chart }) => chart?.kind === "lifecycle-savings"),
		fixedByOneCommand: having(({ fixCommand }) => fixCommand),
		tmpfsShare: having(({ chart }) => chart?.kind === "tmpfs-share"),
	}).toEqual({
		vulnerabilities: ["image/vulnerabilities"],
		waivableByVulnerability: ["image/vulnerabilities", "task-definition/image-vulnerabilities"],
		readingServices: ["task-definition/tmpfs-supported"],
		readingRepositories: ["task-definition/image-pinned"],
		offByDefault: [
			"capacity-provider/required-tags",
			"cluster/required-tags",
			"repository/customer-managed-key",
			"repository/required-tags",
			"service/required-tags",
			"task-definition/required-tags",
			"task-definition/trusted-registry",
		],
		enabledByList: [
			"capacity-provider/required-tags",
			"cluster/required-tags",
			"repository/required-tags",
			"service/required-tags",
			"task-definition/required-tags",
			"task-definition/trusted-registry",
		],
		readingUsedImages: ["repository/lifecycle-safe"],
		comparingSettings: ["task-definition/tmpfs-size"],
		lifecycleSavings: ["repository/lifecycle-policy"],
		fixedByOneCommand: [
			"cluster/container-insights",
			"repository/tag-immutability",
			"service/exec-needs-writable-root",
		],
		tmpfsShare: ["task-definition/tmpfs-size"],
	});
	expect(controls.flatMap(({ id, honorsWaiversOf: of }) => (of === undefined ? [] : [[id, of]]))).toEqual([
		["task-definition/image-vulnerabilities", "image/vulnerabilities"],
	]);
	const rechecked = controls.map((control) => control.recheckMinutes?.(settingsOf({}, control)) ?? []);
	expect(rechecked.flat()).toEqual([1, 5, 15]);
});

describe.each(controls.map((control) => [control.id, control] as const))("%s", (_, control) => {
	const verdictsOf = (facts: Facts) => judge([control], facts, examplePolicy(control));

	test("has a title that says what should be, as those of Security Hub do, so that it is no denial of the failure", () => {
		const [subject = "", ...rest] = control.title.split(" should ");
		// Such as "ECR lifecycle policies" or "Mounts that a container only reads".
		expect(subject).toMatch(/^(?:[A-Z]+ )?(?:\w+ ){0,2}?[A-Za-z]+s(?: (?:that|with) [\w -]+)?$/);
		expect(rest).toEqual([expect.stringMatching(/^(?:not )?[a-z]+ .*[^.\s]$|^be [a-z]+$/)]);
		expect(control.title.match(/\bshould\b/gi)).toHaveLength(1);
		expect(control.title.length).toBeLessThanOrEqual(100);
	});

	test("has a title and a description that fit into a finding", () => {
		expect(control.title).toMatch(/^\S.{8,254}[^.\s]$/);
		expect(control.why).toMatch(/^\S.{8,}\.$/);
		expect(control.remediation).toMatch(/^\S.{8,510}\.$/);
		expect(isSeverity(control.severity)).toBe(true);
		expect(control.field).toMatch(/^[a-z][A-Za-z]+(?:\.[a-z][A-Za-z]+)*$/);
	});

	test("documents each setting in one sentence, with a default that a policy file accepts", () => {
		const { settings = {} } = control;
		expect(Object.keys(settings).filter((name) => name in commonFields)).toEqual([]);
		for (const [name, schema] of Object.entries(schemasOf(settings))) {
			const setting = settings[name];
			expect(setting?.description).toMatch(/^[A-Z][^\n]{8,}\.$/);
			if (setting?.default !== null) expect(schema.parse(setting?.default)).toEqual(setting?.default);
		}
		expect(control.contradictionIn?.(settingsOf({}, control)) ?? null).toBeNull();
	});

	test("refers to documentation of AWS or the vendor", () => {
		expect(control.references.length).toBeGreaterThan(0);
		for (const reference of control.references) expect(reference).toMatch(references);
	});

	test("has at least two passing and two failing examples, all of which are correct", () => {
		expect(control.examples.pass.length).toBeGreaterThanOrEqual(2);
		expect(control.examples.fail.length).toBeGreaterThanOrEqual(2);
		for (const { title } of [...control.examples.pass, ...control.examples.fail])
			expect(title).toMatch(/^\S.{3,}[^.\s]$/);
		for (const { title, facts } of control.examples.pass) {
			const statuses = verdictsOf(facts).map(({ status }) => status);
			expect({ title, statuses }).toEqual({ title, statuses: statuses.map(() => "pass") });
		}
		for (const { title, facts } of control.examples.fail) {
			expect({ title, status: worstVerdict(verdictsOf(facts)).status }).toEqual({ title, status: "fail" });
		}
	});

	test("has texts in which no colon follows another, so that it is clear what explains what", () => {
		const { pass, fail } = control.examples;
		const verdicts = [...pass, ...fail].flatMap(({ facts }) => verdictsOf(facts));
		const texts = [
			control.why,
			control.remediation,
			...verdicts.flatMap((one) => [one.message, one.remediation ?? ""]),
		];
		expect(texts.flatMap(chainsOfColons)).toEqual([]);
	});

	test("has failures with a remediation that fit into a finding", () => {
		for (const { facts } of control.examples.fail) {
			for (const { message, remediation, fields = {} } of verdictsOf(facts)) {
				expect(message).toMatch(/^\S.{8,1000}[^.\s]$/);
				expect(remediation).toMatch(/^\S.{8,510}\.$/);
				for (const value of Object.values(fields)) expect(value).toMatch(/^[\s\S]{1,2048}$/);
			}
		}
	});

	test("has a page with the verdicts on its examples", () => {
		expect(textOf(`docs/controls/${control.id}.md`)).toBe(pageOf(control, textOf(`controls/${control.id}.md`)));
	});
});
