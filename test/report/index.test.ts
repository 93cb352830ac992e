import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LedgerEntry } from "../../core/ledger.ts";
import { severities, statuses } from "../../core/verdict.ts";
import { renderReport } from "../../report/index.ts";
import type { ReportModel } from "../../report/model.ts";
import { anEntry, family, image, recorded, repository } from "../support/report-entries.ts";
import { anEmptyModel, aReportModel, hostileModel } from "../support/report-model.ts";
import { runToEnd } from "../support/run-to-end.ts";

const passing = [anEntry(repository("a"), { "repository/scan-on-push": recorded("pass", "it is scanned") })];
const unseen = [anEntry(repository("a"), { "repository/scan-on-push": recorded("unknown", "AWS did not say") })];
const report = (more: Partial<ReportModel> = {}) => renderReport(aReportModel(more));
const headline = (page: string) => /<h1[^>]*>([^<]*)/.exec(page)?.[1];

describe("the verdict at a glance", () => {
	test.each<{ state: string; page: string; says: string }>`
		state                 | page                                                                            | says
		${"some fail"}        | ${report()}                                                                     | ${"10 of 26 checks fail."}
		${"one fails"}        | ${report({ entries: [anEntry(repository("a"), { x: recorded("fail", "") })] })} | ${"1 of 1 check fails."}
		${"nothing failed"}   | ${report({ entries: passing })}                                                 | ${"Shipshape: nothing failed."}
		${"could not look"}   | ${report({ entries: unseen })}                                                  | ${"Nothing failed, but 1 check could not look."}
		${"nothing is there"} | ${renderReport(anEmptyModel())}                                                 | ${"Nothing has been judged yet."}
	`("when $state it says: $says", ({ page, says }) => {
		expect(headline(page)).toBe(says);
		expect(page).toContain(`<title>${says} `);
	});

	test("says how many revisions were blocked, and how many blocks failed", () => {
		expect(report()).toContain("5 of 10 subjects need mending; 1 revision was blocked; 1 block failed.");
	});
});

describe("what is told", () => {
	const page = report();

	test("the worst comes first, each with subject, reason and how to mend it", () => {
		const list = page.slice(page.indexOf('id="now"'), page.indexOf('id="blocked"'));
		const order = [...list.matchAll(/class="mark tone-(\w+)"/g)].map(([, tone]) => tone);

		expect(order).toEqual(["critical", "high", "high", "high", "medium", "medium", "medium", "low"]);
		expect(list).toMatch(/payments<\/strong> <span>1\.4\.2, prod.*2 critical and 5 high.*Rebuild on a base image/s);
	});

	test("a subject's name leads to its details, and every link inside the page has its end", () => {
		const ends = [...page.matchAll(/href="#([^"]+)"/g)].map(([, end]) => end);

		expect(ends.length).toBeGreaterThan(10);
		expect(ends.filter((end) => !page.includes(`id="${end}"`))).toEqual([]);
	});

	test("a failed block is never told as a block", () => {
		const [done, failed] = ["Blocked", "Block failed"].map((word) => page.indexOf(`>${word}</span>`));

		expect(page.slice(done)).toContain("web:7");
		expect(page.slice(failed)).toContain("ECS did not answer in time");
	});

	test("what could not be looked at stands apart, and says when the answer is on its way", () => {
		const list = page.slice(page.indexOf('id="unseen"'), page.indexOf('id="subjects"'));

		expect(list).toContain("AccessDeniedException");
		expect(list).toContain("On its way");
	});

	test("subjects stand by kind, those with the worst failures first", () => {
		const list = page.slice(page.indexOf('id="subjects"'), page.indexOf('id="slack"'));
		const names = [...list.matchAll(/<summary><span class="subject"><strong>([^<]+)/g)].map(([, name]) => name);

		expect(names).toEqual([
			...["web", "worker", "checkout", "reports"],
			...["payments", "payments", "web"],
			...["platform/base-images", "payments", "docker-hub/library/nginx"],
		]);
	});

	test("the run's counts and seconds are there, and a disagreement with the ledger is said", () => {
		expect(page).toContain("38.1 s");
		expect(page).toContain("kept whole, with a reason");
		expect(page).not.toContain("The ledger holds");
		expect(report({ entries: passing })).toContain("The ledger holds 1 verdict, the run counted 26.");
	});

	test("a subject that is gone is counted, not judged", () => {
		const gone: LedgerEntry = { ...anEntry(repository("b"), {}), state: "gone" };

		expect(report({ entries: [...passing, gone] })).toContain("1 subject is gone from AWS; the findings are closed.");
	});
});

test.each([
	"Nothing was judged, so nothing is known to fail.",
	"No revision was blocked.",
	"No control has judged anything yet.",
	"No definition with a tmpfs and a memory limit was judged.",
	"No repository without a lifecycle policy holds images that one would expire.",
	"No check was made.",
	"No subject is in the ledger.",
	"Slack received nothing.",
])("an empty account says: %s", (sentence) => {
	expect(renderReport(anEmptyModel())).toContain(sentence);
});

test("where nothing failed it says so, and that every check could look", () => {
	const page = report({ entries: passing });

	expect(page).toContain("Nothing failed: there is nothing to mend.");
	expect(page).toContain("Every check could look.");
});

test("the same model gives the same page, whatever order its entries come in", () => {
	const { entries } = aReportModel();

	expect(report({ entries: entries.toReversed() })).toBe(report());
});

describe("the page needs nothing and lets nothing in", () => {
	test.each([
		["a report", report()],
		["an empty report", renderReport(anEmptyModel())],
		["a report of hostile texts", renderReport(hostileModel())],
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

	test("no text from outside comes through unescaped", () => {
		const known = new Set(tagsOf(renderReport(hostileModel("two\nlines"))));
		const cores = fc.constantFrom("<b x>", '"><i>', "'-alert(1)-'", "</style>", "-->", "]]>");
		fc.assert(
			fc.property(fc.string({ unit: "binary", minLength: 1 }), cores, (any, core) => {
				const page = renderReport(hostileModel(`${any}${core}${any}`));

				expect(tagsOf(page).filter((tag) => !known.has(tag))).toEqual([]);
			}),
			{ numRuns: 30 },
		);
	});
});

/** The page's elements with the names of their attributes: outside texts must never bring another one in. */
const tagsOf = (page: string): readonly string[] =>
	[...page.matchAll(/<\/?[a-z][^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, ""));

test("the page of an account of 2,000 subjects is bounded", () => {
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
