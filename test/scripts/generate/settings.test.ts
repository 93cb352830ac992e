import { expect, test } from "@jest/globals";
import {
	flag,
	globs,
	integer,
	mapping,
	minutes,
	severity,
	severityLimits,
	share,
	strings,
} from "../../../core/settings.ts";
import { settingsSection } from "../../../scripts/generate/settings.ts";
import { aControl } from "../../support/verdicts.ts";

const settings = {
	isStrict: flag(false, "Whether it is strict."),
	as: severity("LOW", "What it counts as."),
	days: integer(14, [1, 90], "How many days."),
	warn: share(0.2, "When it warns."),
	names: globs(["a|b"], "Which names."),
	options: strings([], /^[a-z]+$/, "mount options, such as noexec", "Which options."),
	wait: minutes([1, 5], "When."),
	maximum: severityLimits({ HIGH: 0 }, "How many."),
	registry: mapping(
		{
			type: { kind: "choice", values: ["A", "B"], description: "Its type." },
			rules: {
				kind: "list",
				item: { filters: { kind: "globs", description: "What it covers." } },
				description: "Rules.",
			},
		},
		"How it scans.",
	),
};

test("every setting has a row with its value, its default and its sentence; fields of a mapping have one each", () => {
	const lines = settingsSection([aControl({ id: "image/one", settings }), aControl({ id: "image/two" })]).split("\n");
	const row = (...cells: readonly string[]) => `| [image/one](controls/image/one.md) | ${cells.join(" | ")} |`;
	expect(lines.slice(lines.indexOf("Settings of single controls:") + 4)).toEqual([
		row("`isStrict`", "`true` or `false`", "`false`", "Whether it is strict."),
		row("`as`", "`CRITICAL`, `HIGH`, `MEDIUM`, `LOW`, `INFORMATIONAL`", '`"LOW"`', "What it counts as."),
		row("`days`", "a whole number from 1 to 90", "`14`", "How many days."),
		row("`warn`", "a number above 0 and up to 1", "`0.2`", "When it warns."),
		row("`names`", "a list of globs", '`["a\\|b"]`', "Which names."),
		row("`options`", "a list of mount options, such as noexec", "`[]`", "Which options."),
		row("`wait`", "a list of one to ten numbers of minutes in ascending order", "`[1,5]`", "When."),
		row("`maximum`", "for each severity a whole number from 0 to 1000000, or `unlimited`", '`{"HIGH":0}`', "How many."),
		row("`registry`", "a mapping", "–", "How it scans."),
		row("`registry.type`", "`A`, `B`", "–", "Its type."),
		row("`registry.rules`", "a list of mappings", "–", "Rules."),
		row("`registry.rules.filters`", "a list of globs", "–", "What it covers."),
	]);
});

test("says which controls are off until the policy enables them", () => {
	const section = settingsSection([
		aControl({ id: "image/one", isOffByDefault: true }),
		aControl({ id: "image/two" }),
		aControl({ id: "image/three", isOffByDefault: true }),
	]);
	expect(section).toContain(
		"| `enabled` | `true` or `false` | `true`, but `false` for `image/one` and `image/three` |",
	);
});
