import { expect, test } from "@jest/globals";
import { imagesInUseOf, type UsedImage } from "../../../domain/images/used-images.ts";
import { aDigest, aStoredImage } from "../../support/builders.ts";

const [one, two] = [aDigest("1"), aDigest("2")];
const images = [aStoredImage({ digest: one, tags: ["1.0", "latest"] }), aStoredImage({ digest: two, tags: ["2.0"] })];
const used = (more: Partial<UsedImage>): UsedImage => ({
	repository: "team/web",
	digest: null,
	tag: null,
	usedBy: ["service shop/web"],
	...more,
});
const inUse = (...all: readonly Partial<UsedImage>[]) => imagesInUseOf("team/web", all.map(used), images);

test("a digest counts as it is, whatever its tag is now, also when the repository does not list it", () => {
	expect(inUse({ digest: two, tag: "1.0" })).toEqual([{ digest: two, usedBy: "service shop/web" }]);
	expect(inUse({ digest: aDigest("9") })).toEqual([{ digest: aDigest("9"), usedBy: "service shop/web" }]);
});

test("a tag counts as the image that has it now; without a tag it is latest, and a tag that no image has is left out", () => {
	expect(inUse({ tag: "2.0" }, { tag: "3.0" }, {})).toEqual([
		{ digest: two, usedBy: "service shop/web" },
		{ digest: one, usedBy: "service shop/web" },
	]);
});

test("the users of one image are listed once each, however they name it", () => {
	const [api, web] = ["service shop/api", "service shop/web"];
	expect(inUse({ digest: two }, { tag: "2.0", usedBy: [api, web] })).toEqual([
		{ digest: two, usedBy: web },
		{ digest: two, usedBy: api },
	]);
});

test("images of other repositories are left out", () => {
	expect(inUse({ repository: "team/web2", digest: one }, { repository: "web", digest: one })).toEqual([]);
});
