import { expect, test } from "@jest/globals";
import { holeMark } from "../../../core/partial-text.ts";
import { pinningOf } from "../../../domain/images/pinning.ts";

const unread = { unread: "nobody asked" };
const mutable = { value: { tagMutability: "MUTABLE", exclusionFilters: [] } };

test.each([
	[`registry/${holeMark}`, unread, "open", "has a tag or a digest only when it is filled in: x is open"],
	[`registry/${holeMark}`, mutable, "loose", "is named without a tag, which means latest"],
	[`${holeMark}/web`, unread, "loose", "is named without a tag, which means latest"],
	[`registry/${holeMark}:${holeMark}`, mutable, "open", "has a tag that is not known: x is open"],
	[`registry/${holeMark}:latest`, mutable, "loose", "is named by the tag latest, which moves with every build"],
	[`registry/${holeMark}:1`, mutable, "loose", "is named by the tag 1, which can be moved to another image (MUTABLE)"],
])("%s of %j is %s", (image, repository, kind, text) => {
	expect(pinningOf(image, "x is open", repository)).toEqual({ kind, text });
});
