import { expect, test } from "@jest/globals";
import { entryName, subjectName } from "../../../adapters/slack/subject-name.ts";
import {
	anEntry,
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	repositorySubject,
	serviceSubject,
} from "../../support/entries.ts";
import { aFamily } from "../../support/verdicts.ts";

test("an image's digest is shortened", () => {
	expect(subjectName(imageSubject())).toBe("image payments@sha256:aaaaaaaaaaaa");
});

test.each([
	["1", "image payments:1"],
	["1,2,3", "image payments:1, 2, 3"],
	["1,2,3,4", "image payments:1, 2, 3 and 1 more"],
])("an image is named by as many tags as asked for: %s", (tags, name) => {
	expect(entryName(anEntry({ subject: imageSubject(), about: { tags } }), 3)).toBe(name);
});

test.each([
	[{ subject: repositorySubject(), about: { tagMutability: "MUTABLE" } }, "repository payments"],
	[{ subject: imageSubject(), about: { tags: "1.4.2,latest" } }, "image payments:1.4.2"],
	[{ subject: imageSubject(), about: {} }, "image payments@sha256:aaaaaaaaaaaa"],
	[{ subject: aFamily(), about: { revision: "8" } }, "task definition web:8"],
	[{ subject: aFamily(), about: {} }, "task definition web"],
	[{ subject: serviceSubject(), about: { runs: "web:8", revision: "8" } }, "service shop/web"],
	[{ subject: clusterSubject(), about: {} }, "cluster shop"],
	[{ subject: capacityProviderSubject(), about: {} }, "capacity provider spot"],
])("an entry is named by its first tag or its revision, if it has one: %j", (entry, name) => {
	expect(entryName(anEntry(entry))).toBe(name);
});
