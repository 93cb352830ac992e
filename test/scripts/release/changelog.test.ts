import { describe, expect, test } from "@jest/globals";
import { notesOf } from "../../../scripts/release/changelog.ts";
import { textOf } from "../../support/docs.ts";

const changelog = `# Changelog

## [Unreleased]

### Added

- New.

## [1.1.0] - 2026-12-31

### Fixed

- This, see [1.0.0].

## [1.0.0] - 2026-11-30

- First.
`;

describe("the notes of a version", () => {
	test("are its section", () => {
		expect(notesOf(changelog, "1.1.0")).toEqual({ text: "### Fixed\n\n- This, see [1.0.0].\n", isUnreleased: false });
		expect(notesOf(changelog, "1.0.0")).toEqual({ text: "- First.\n", isUnreleased: false });
	});

	test.each(["1.2.0", "1.1", "1.1.00"])("are what is unreleased if it has no section: %s", (version) => {
		expect(notesOf(changelog, version)).toEqual({ text: "### Added\n\n- New.\n", isUnreleased: true });
	});

	test("are what is unreleased if its section has no date", () => {
		const undated = changelog.replace("## [1.1.0] - 2026-12-31", "## [1.1.0] - soon");
		expect(notesOf(undated, "1.1.0")).toHaveProperty("isUnreleased", true);
	});

	test.each(["# Changelog\n", "## [Unreleased]\n\n## [1.0.0] - 2026-11-30\n\n- First.\n"])(
		"must not be empty: %j",
		(text) => {
			expect(() => notesOf(text, "1.2.0")).toThrow(
				'CHANGELOG.md says nothing about 1.2.0; write a section "## [1.2.0] - YYYY-MM-DD"',
			);
		},
	);

	test("are there for the version of the project", () => {
		const { version } = JSON.parse(textOf("package.json")) as { version: string };
		expect(notesOf(textOf("CHANGELOG.md"), version).text.length).toBeGreaterThan(100);
	});
});
