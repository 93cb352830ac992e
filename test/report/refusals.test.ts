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
