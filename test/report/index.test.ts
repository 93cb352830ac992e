import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LedgerEntry } from "../../core/ledger.ts";
import { severities, statuses } from "../../core/verdict.ts";
import { renderReport } from "../../report/index.ts";
import type { ReportModel } from "../../report/model.ts";
import { anyCodePoints } from "../support/any-text.ts";
import { anEntry, family, image, place, recorded, repository, service } from "../support/report-entries.ts";
import { anEmptyModel, aReportModel, hostileModel } from "../support/report-model.ts";
import { runToEnd } from "../support/run-to-end.ts";

const passing = [anEntry(repository("a"), { "repository/scan-on-push": recorded("pass", "it is scanned") })];
const unknown = [anEntry(repository("a"), { "repository/scan-on-push": recorded("unknown", "AWS did not answer") })];
const report = (more: Partial<ReportModel> = {}) => renderReport(aReportModel(more));
const headline = (page: string) => /<h1[^>]*>([^<]*)/.exec(page)?.[1];

describe("the headline", () => {
	test.each<{ state: string; page: string; says: string }>`
		state                 | page                                                                            | says
		${"some fail"}        | ${report()}                                                                     | ${"10 of 26 checks fail."}
		${"one fails"}        | ${report({ entries: [anEntry(repository("a"), { x: recorded("fail", "") })] })} | ${"1 of 1 check fails."}
		${"nothing failed"}   | ${report({ entries: passing })}                                                 | ${"Shipshape: nothing failed."}
		${"one is unknown"}   | ${report({ entries: unknown })}                                                 | ${"Nothing failed, but 1 check is unknown."}
		${"nothing recorded"} | ${renderReport(anEmptyModel())}                                                 | ${"Nothing has been checked yet."}
	`("when $state is: $says", ({ page, says }) => {
		expect(headline(page)).toBe(says);
		expect(page).toContain(`<title>${says} `);
	});

	test("is followed by the number of blocked revisions and failed blocks", () => {
		expect(report()).toContain("5 of 10 subjects need fixing; 1 revision was blocked; 1 block failed.");
	});
});

describe("the sections", () => {
	const page = report();

	test("failures are listed worst first, each with subject, reason and fix", () => {
		const list = page.slice(page.indexOf('id="failures"'), page.indexOf('id="blocked"'));
		const order = [...list.matchAll(/class="mark tone-(\w+)"/g)].map(([, tone]) => tone);

		expect(order).toEqual(["critical", "high", "high", "high", "medium", "medium", "medium", "low"]);
		expect(list).toMatch(/payments<\/strong> <span>1\.4\.2, prod.*2 critical and 5 high.*Rebuild on a base image/s);
	});

	test("a subject's name links to its details, and every link within the page has a target", () => {
		const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);

		expect(targets.length).toBeGreaterThan(10);
		expect(targets.filter((target) => !page.includes(`id="${target}"`))).toEqual([]);
	});

	test("a failed block is never shown as a block", () => {
		const [done, failed] = ["Blocked", "Block failed"].map((word) => page.indexOf(`>${word}</span>`));

		expect(page.slice(done)).toContain("web:7");
		expect(page.slice(failed)).toContain("ECS did not answer in time");
	});

	test("unknown verdicts have their own section and are marked pending while the result is awaited", () => {
		const list = page.slice(page.indexOf('id="unknown"'), page.indexOf('id="subjects"'));

		expect(list).toContain("AccessDeniedException");
		expect(list).toContain("Pending");
	});

	test("subjects are grouped by kind, those with the worst failures first", () => {
		const list = page.slice(page.indexOf('id="subjects"'), page.indexOf('id="slack"'));
		const names = [...list.matchAll(/<summary><span class="subject"><strong>([^<]+)/g)].map(([, name]) => name);

		expect(names).toEqual([
			...["web", "worker", "checkout", "reports"],
			...["payments", "payments", "web"],
			...["platform/base-images", "payments", "docker-hub/library/nginx"],
		]);
	});

	test("services, clusters and capacity providers have lists of their own", () => {
		const failure = { x: recorded("fail", "it is so") };
		const entries = [
			anEntry({ ...place, kind: "capacity-provider", name: "spot" }, failure),
			anEntry({ ...place, kind: "cluster", name: "shop" }, failure),
			anEntry(service("shop", "web"), failure, { runs: "web:8" }),
		];
		const own = report({ entries });
		const list = own.slice(own.indexOf('id="subjects"'));

		expect([...list.matchAll(/<h3>([^<]+) </g)].map(([, title]) => title)).toEqual([
			"Services",
			"Clusters",
			"Capacity providers",
		]);
		expect(list).toMatch(/<strong>shop\/web<\/strong> <span>runs web:8/);
	});

	test("the run's counts and times are shown, and a mismatch with the ledger is shown", () => {
		expect(page).toContain("38.1 s");
		expect(page).toContain("kept in full, with a reason");
		expect(page).not.toContain("The ledger holds");
		expect(report({ entries: passing })).toContain("The ledger holds 1 verdict, but the run counted 26.");
	});

	test("a subject that is gone is counted but not listed", () => {
		const gone: LedgerEntry = { ...anEntry(repository("b"), {}), state: "gone" };

		expect(report({ entries: [...passing, gone] })).toContain("1 subject is gone from AWS; the findings are closed.");
	});
});

test.each([
	"Nothing was checked, so there are no known failures.",
	"No revision was blocked.",
	"No control has been checked yet.",
	"No task definition with a tmpfs and a memory limit was checked.",
	"No repository without a lifecycle policy holds images that such a policy would expire.",
	"No checks were made.",
	"The ledger holds no subjects.",
	"Slack received nothing.",
])("the report of an empty account contains: %s", (sentence) => {
	expect(renderReport(anEmptyModel())).toContain(sentence);
});

test("the report says when nothing failed and when every check has a result", () => {
	const page = report({ entries: passing });

	expect(page).toContain("Nothing failed: there is nothing to fix.");
	expect(page).toContain("Every check has a result.");
});

test("the same model gives the same page, whatever the order of its entries", () => {
	const { entries } = aReportModel();

	expect(report({ entries: entries.toReversed() })).toBe(report());
});

describe("the page is self-contained and safe", () => {
	test.each([
		["a report", report()],
		["an empty report", renderReport(anEmptyModel())],
		["a report of hostile strings", renderReport(hostileModel())],
	])("%s loads nothing and runs nothing", (_, page) => {
		expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
		expect(page.match(/<(script|link|img|iframe|object|embed|form|base|video|audio|source|use|image)\b/gi)).toBeNull();
		const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
		const loading = /\s(src|srcset|xlink:href|action|formaction|background|poster|on\w+|style)=/i;
		expect(tags.filter((tag) => loading.test(tag.replace(/="[^"]*"/g, "=")))).toEqual([]);
		const elsewhere = tags.filter((tag) => /href="(?!#)/.test(tag));
		expect(elsewhere.filter((tag) => !/^<a href="https:\/\/docs\.aws\.amazon\.com\//.test(tag))).toEqual([]);
		const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css).join("");
		expect(styles.match(/url\(|@import|@font-face|https?:/g)).toBeNull();
	});

	test("untrusted text is always escaped", () => {
		const known = new Set(tagsOf(renderReport(hostileModel("two\nlines"))));
		const cores = fc.constantFrom("<b x>", '"><i>', "'-alert(1)-'", "</style>", "-->", "]]>");
		fc.assert(
			fc.property(anyCodePoints({ minLength: 1 }), cores, (any, core) => {
				const page = renderReport(hostileModel(`${any}${core}${any}`));

				expect(tagsOf(page).filter((tag) => !known.has(tag))).toEqual([]);
			}),
			{ numRuns: 30 },
		);
	});
});

/** The page's elements with the names of their attributes: untrusted text must never add another one. */
const tagsOf = (page: string): readonly string[] =>
	[...page.matchAll(/<\/?[a-z][^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, ""));

test("a report on 2,000 subjects has a bounded size", () => {
	const kinds = [repository, family, (name: string) => image(name, "a")];
	const ids = aReportModel().controls.map((control) => control.id);
	const entries = Array.from({ length: 2_000 }, (_, index) =>
		anEntry(
			(kinds[index % 3] ?? repository)(`subject-${index}`),
			Object.fromEntries(
				ids.map((id, at) => {
					const status = statuses[(index + at) % 5] ?? "pass";
					const severity = severities[(index * 7 + at) % 5] ?? "LOW";
					return [
						id,
						recorded(status, `reason ${"x".repeat(300)}`, { severity, fields: { tmpfsMiB: "9", memoryMiB: "99" } }),
					];
				}),
			),
		),
	);
	const blocked = Array.from({ length: 500 }, () => aReportModel().blocked).flat();
	const slack = Array.from({ length: 500 }, () => aReportModel().slack).flat();
	const model = aReportModel({ entries, blocked, slack });
	const page = runToEnd(() => renderReport(model));

	expect(page.length).toBeLessThan(3_000_000);
	expect(page.match(/and [\d,]+ more/g)?.length).toBeGreaterThan(8);
});
