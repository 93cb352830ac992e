import { expect, test } from "@jest/globals";
import { renderReport } from "../../report/index.ts";
import { aReportModel } from "../support/report-model.ts";
import { aBlock, aRefusal } from "../support/verdicts.ts";

test("deployments that the gate refused are counted apart from revisions that were blocked", () => {
	const outcomes = ["done", "would-have", "would-have", "failed", "protected"] as const;
	const blocked = [aBlock(), ...outcomes.map((outcome) => aRefusal({ outcome }))];
	expect(renderReport(aReportModel({ blocked }))).toContain(
		"need fixing; 1 revision was blocked; 1 deployment was refused; 2 deployments would have been refused; 1 deployment was not checked.",
	);
});

test("blocks that were overridden or not possible, and those of other actions, are counted", () => {
	const blocked = [
		aBlock({ action: "tag" }),
		...(["stop-deployment", "pause", "set-back"] as const).map((action) => aRefusal({ action })),
		...(["gate", "gate", "tag"] as const).map((action) => aRefusal({ action, outcome: "overridden" })),
		aRefusal({ action: "stop-deployment", outcome: "not-possible" }),
	];
	expect(renderReport(aReportModel({ blocked }))).toContain(
		"1 revision was tagged; 1 deployment was rolled back; 1 deployment was stopped; 1 service was set back; " +
			"1 block was not possible; 3 blocks were overridden.",
	);
});

test.each([
	["pause", "done", "Rolled back while it was paused"],
	["stop-deployment", "would-have", "Would have been stopped"],
	["stop-deployment", "not-possible", "Cannot be stopped"],
	["set-back", "failed", "Block failed"],
	["tag", "done", "Blocked by a tag"],
	["cloudformation-hook", "failed", "Not checked"],
	["gate", "overridden", "Not refused (overridden)"],
	["deregister", "overridden", "Not blocked (overridden)"],
] as const)("the action %s with the outcome %s is shown as: %s", (action, outcome, word) => {
	const page = renderReport(aReportModel({ blocked: [aRefusal({ action, outcome, reason: "<b>jo</b> answers" })] }));
	const section = page.slice(page.indexOf('id="blocked"'));
	expect(section).toContain(word);
	expect(section).toContain("&lt;b&gt;jo&lt;/b&gt; answers");
});

test("a stop whose deployment could not be read is shown as not checked", () => {
	const blocked = [aRefusal({ action: "stop-deployment", outcome: "failed", unchecked: true })];
	expect(renderReport(aReportModel({ blocked }))).toContain("Not checked");
});

test.each([
	["done", "Deployment refused"],
	["would-have", "Would have been refused"],
	["failed", "Not checked"],
	["protected", "Protected by the policy"],
] as const)("a decision of the gate with the outcome %s is shown as: %s", (outcome, word) => {
	const page = renderReport(aReportModel({ blocked: [aRefusal({ outcome })] }));
	const section = page.slice(page.indexOf('id="blocked"'));
	expect(section).toContain(word);
	expect(section).toContain("shop/web/4712");
});
