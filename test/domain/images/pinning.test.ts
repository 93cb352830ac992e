import { expect, test } from "@jest/globals";
import { holeMark } from "../../../core/partial-text.ts";
import { pinningOf } from "../../../domain/images/pinning.ts";

const unread = { unread: "not requested" };
const mutable = { value: { tagMutability: "MUTABLE", exclusionFilters: [] } };

test.each([
	[
		`registry/${holeMark}`,
		unread,
		"unknown",
		"may have a tag or a digest once its placeholders are filled in (x is open)",
	],
	[`registry/${holeMark}`, mutable, "movable", "has no tag, which means latest"],
	[`${holeMark}/web`, unread, "movable", "has no tag, which means latest"],
	[
		`registry/${holeMark}:${holeMark}`,
		mutable,
		"movable",
		"has a tag that can be moved to another image, whatever it is (MUTABLE)",
	],
	[
		`registry/${holeMark}:${holeMark}`,
		{ value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } },
		"unknown",
		"has an unknown tag (x is open)",
	],
	[
		`registry/${holeMark}:1.${holeMark}`,
		{ value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } },
		"pinned",
		"has a tag that cannot be moved, whatever it is (IMMUTABLE)",
	],
	[`registry/${holeMark}:latest`, mutable, "movable", "uses the tag latest, which moves with every build"],
	[`registry/${holeMark}:1`, mutable, "movable", "uses the tag 1, which can be moved to another image (MUTABLE)"],
])("%s of %j is %s", (image, repository, kind, text) => {
	expect(pinningOf(image, "x is open", repository)).toEqual({ kind, text });
});
