import { describe, expect, test } from "@jest/globals";
import { html } from "../../report/html.ts";
import { renderContainers, renderRemediation, renderVulnerabilities } from "../../report/verdict-details.ts";
import { recorded } from "../support/report-entries.ts";

const rendered = (content: Parameters<typeof html>[1]) => html`${content}`.toString();
const adviceFor = (remediation: string, fields: Record<string, string> = {}) =>
	rendered(renderRemediation(recorded("fail", "", { remediation, fields })));

describe("the remediation", () => {
	test("of one sentence is one paragraph", () => {
		expect(adviceFor("Set it to <true>.")).toBe('<div class="fix"><p><b>Fix</b> Set it to &lt;true&gt;.</p></div>');
	});

	test("of several lines keeps its lines", () => {
		expect(adviceFor("Write:\n  a: 1")).toContain('<pre tabindex="0">  a: 1</pre>');
	});

	test("includes a proposed policy, indented, that can be expanded", () => {
		expect(adviceFor("Put it.", { lifecyclePolicy: '{"rules":[]}' })).toContain("{\n  &quot;rules&quot;: []\n}");
	});

	test("shows a proposed policy that is not JSON unchanged", () => {
		expect(adviceFor("Put it.", { lifecyclePolicy: "<odd" })).toContain("&lt;odd");
	});

	test("is omitted when empty", () => {
		expect(adviceFor("  ")).toBe("");
	});

	test("is truncated when too long", () => {
		expect(adviceFor("x".repeat(100_000)).length).toBeLessThan(4_200);
	});
});

test("containers are listed unless the message names them", () => {
	const verdict = recorded("fail", "app can write", { containers: ["app", "sidecar", "log"] });

	expect(rendered(renderContainers(verdict))).toBe('<p class="aside">In sidecar, log.</p>');
	expect(rendered(renderContainers({ ...verdict, containers: ["app"] }))).toBe("");
});

test("vulnerabilities are listed with package, version and fixed version where known, and the number omitted", () => {
	const vulnerabilities = [
		{ id: "CVE-1", severity: "CRITICAL", package: "openssl", installed: "3.0", fixed: "3.1" },
		{ id: "CVE-2", severity: "HIGH" },
		{ id: "CVE-3", severity: "HIGH" },
	];
	const list = rendered(renderVulnerabilities(recorded("fail", "", { vulnerabilities }), 2));

	expect(list).toContain("<b>CVE-1</b> critical, openssl 3.0, fixed in 3.1</li>");
	expect(list).toContain("<b>CVE-2</b> high</li>");
	expect(list).toContain("and 1 more");
	expect(list).not.toContain("CVE-3");
	expect(rendered(renderVulnerabilities(recorded("pass", ""), 2))).toBe("");
});
