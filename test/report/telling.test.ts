import { describe, expect, test } from "@jest/globals";
import { html } from "../../report/html.ts";
import { advice, containersOf, vulnerabilitiesOf } from "../../report/telling.ts";
import { recorded } from "../support/report-entries.ts";

const written = (content: Parameters<typeof html>[1]) => html`${content}`.toString();
const adviceFor = (remediation: string, fields: Record<string, string> = {}) =>
	written(advice(recorded("fail", "", { remediation, fields })));

describe("how to mend it", () => {
	test("a sentence is a sentence", () => {
		expect(adviceFor("Set it to <true>.")).toBe('<div class="mend"><p><b>Mend</b> Set it to &lt;true&gt;.</p></div>');
	});

	test("a text of several lines keeps them", () => {
		expect(adviceFor("Write:\n  a: 1")).toContain('<pre tabindex="0">  a: 1</pre>');
	});

	test("a ready policy can be unfolded, set out on lines", () => {
		expect(adviceFor("Put it.", { lifecyclePolicy: '{"rules":[]}' })).toContain("{\n  &quot;rules&quot;: []\n}");
	});

	test("a ready policy that is no JSON is shown as it is", () => {
		expect(adviceFor("Put it.", { lifecyclePolicy: "<odd" })).toContain("&lt;odd");
	});

	test("no advice leaves no box", () => {
		expect(adviceFor("  ")).toBe("");
	});

	test("an endless text is cut", () => {
		expect(adviceFor("x".repeat(100_000)).length).toBeLessThan(4_200);
	});
});

test("containers are named unless the message names them", () => {
	const verdict = recorded("fail", "app can write", { containers: ["app", "sidecar", "log"] });

	expect(written(containersOf(verdict))).toBe('<p class="aside">In sidecar, log.</p>');
	expect(written(containersOf({ ...verdict, containers: ["app"] }))).toBe("");
});

test("vulnerabilities say package, version and fix where known, and how many more there are", () => {
	const vulnerabilities = [
		{ id: "CVE-1", severity: "CRITICAL", package: "openssl", installed: "3.0", fixed: "3.1" },
		{ id: "CVE-2", severity: "HIGH" },
		{ id: "CVE-3", severity: "HIGH" },
	];
	const list = written(vulnerabilitiesOf(recorded("fail", "", { vulnerabilities }), 2));

	expect(list).toContain("<b>CVE-1</b> critical, openssl 3.0, fixed in 3.1</li>");
	expect(list).toContain("<b>CVE-2</b> high</li>");
	expect(list).toContain("and 1 more");
	expect(list).not.toContain("CVE-3");
	expect(written(vulnerabilitiesOf(recorded("pass", ""), 2))).toBe("");
});
