import { BadInputError } from "../../core/errors.ts";

/** What the changelog says about a version. */
export interface Notes {
	readonly text: string;
	/** Whether the section is `[Unreleased]`, because the version has none of its own yet. */
	readonly isUnreleased: boolean;
}

/** The section `## [1.2.0] - 2026-12-31` of a changelog (keepachangelog.com), otherwise `## [Unreleased]`. Throws BadInputError if it has neither. */
export function notesOf(changelog: string, version: string): Notes {
	const sections = changelog.split(/^(?=## )/m).slice(1);
	const isOfVersion = (section: string): boolean =>
		section.startsWith(`## [${version}] - `) && /^## \[[^\]]+\] - \d{4}-\d{2}-\d{2}\n/.test(section);
	const own = sections.find(isOfVersion);
	const found = own ?? sections.find((section) => section.startsWith("## [Unreleased]\n"));
	const text = found?.split("\n").slice(1).join("\n").trim() ?? "";
	if (text === "")
		throw new BadInputError(
			`CHANGELOG.md says nothing about ${version}; write a section "## [${version}] - YYYY-MM-DD"`,
		);
	return { text: `${text}\n`, isUnreleased: own === undefined };
}
