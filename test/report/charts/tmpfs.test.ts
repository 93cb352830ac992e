import { describe, expect, test } from "@jest/globals";
import { tmpfsChart } from "../../../report/charts/tmpfs.ts";
import { aReportModel } from "../../support/report-model.ts";

const row = (tmpfsMiB: number, subject = "web") => ({ subject, container: "app", tmpfsMiB, memoryMiB: 1000 });
const drawn = (...tmpfs: readonly ReturnType<typeof row>[]) => tmpfsChart(aReportModel({ tmpfs })).toString();

describe("tmpfs against memory", () => {
	test.each<{ tmpfs: number; tone: string; width: string; figures: string }>`
		tmpfs   | tone        | width      | figures
		${200}  | ${"pass"}   | ${"20%"}   | ${"20%: 200 of 1,000 MiB"}
		${201}  | ${"low"}    | ${"20.1%"} | ${"20.1%: 201 of 1,000 MiB"}
		${300}  | ${"low"}    | ${"30%"}   | ${"30%: 300 of 1,000 MiB"}
		${301}  | ${"medium"} | ${"30.1%"} | ${"30.1%: 301 of 1,000 MiB"}
		${999}  | ${"medium"} | ${"99.9%"} | ${"99.9%: 999 of 1,000 MiB"}
		${1000} | ${"high"}   | ${"100%"}  | ${"100%: 1,000 of 1,000 MiB"}
		${2500} | ${"high"}   | ${"100%"}  | ${"250%: 2,500 of 1,000 MiB"}
	`("$figures is drawn as $tone, $width wide", ({ tmpfs, tone, width, figures }) => {
		const chart = drawn(row(tmpfs));

		expect(chart).toContain(`<rect class="tone-${tone}" x="0%" y="6" width="${width}"`);
		expect(chart).toContain(figures);
	});

	test("marks the policy's warning and maximum", () => {
		const settings = { "task-definition/tmpfs-size": { enabled: true, warn: 0.4, maximum: 0.55 } };
		const chart = tmpfsChart(aReportModel({ tmpfs: [row(1)], settings })).toString();

		expect(chart).toContain('<line class="tone-warn" x1="40%"');
		expect(chart).toContain('<line class="tone-maximum" x1="55%"');
		expect(chart).toContain("maximum 55%");
	});

	test("shows a note when there is nothing to draw", () => {
		expect(drawn()).toContain("No task definition with a tmpfs and a memory limit was checked.");
	});

	test("limits the rows shown and says how many are omitted", () => {
		expect(drawn(...Array.from({ length: 100 }, (_, index) => row(index + 1, `family ${index}`)))).toContain(
			"and 76 more, with a smaller share",
		);
	});
});
