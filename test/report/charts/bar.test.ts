import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bar, chart, stackSegments } from "../../../report/charts/bar.ts";

describe("a bar", () => {
	test("draws its segments and lines as percentages of its width and labels itself", () => {
		const drawn = bar("a <b>", [{ from: 0, length: 0.25, tone: "high" }], [{ at: 1 / 3, tone: "warn" }]).toString();

		expect(drawn).toContain('role="img" aria-label="a &lt;b&gt;"');
		expect(drawn).toContain('<rect class="tone-high" x="0%" y="6" width="25%" height="16"/>');
		expect(drawn).toContain('<line class="tone-warn" x1="33.33%" x2="33.33%"');
	});

	test("draws no segment of length zero", () => {
		expect(bar("none", [{ from: 0, length: 0, tone: "high" }]).toString()).not.toContain("tone-high");
	});

	test("never draws outside its bounds", () => {
		const number = fc.double({ noNaN: true });
		fc.assert(
			fc.property(number, number, (from, length) => {
				const drawn = bar("any", [{ from, length, tone: "high" }], [{ at: from, tone: "warn" }]).toString();
				const shares = [...drawn.matchAll(/"(-?[\d.e+-]+)%"/g)].map(([, share]) => Number(share));

				expect(shares.every((share) => share >= 0 && share <= 100)).toBe(true);
			}),
		);
	});
});

describe("stacked segments", () => {
	test("start where the previous one ended", () => {
		expect(
			stackSegments(
				[
					{ count: 1, tone: "high" },
					{ count: 3, tone: "pass" },
				],
				8,
			),
		).toEqual([
			{ from: 0, length: 0.125, tone: "high" },
			{ from: 0.125, length: 0.375, tone: "pass" },
		]);
	});

	test("have no length when the maximum is zero", () => {
		expect(stackSegments([{ count: 0, tone: "high" }], 0)).toEqual([{ from: 0, length: 0, tone: "high" }]);
	});
});

test("the figures of a chart row are hidden from screen readers, which read the label of the bar", () => {
	const drawn = bar("web: 50%", []);

	expect(chart([{ label: "web", sublabel: "", bar: drawn, figures: "50%" }]).toString()).toContain(
		'<p class="chart-figures" aria-hidden="true">50%</p>',
	);
});
