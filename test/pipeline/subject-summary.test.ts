import { expect, test } from "@jest/globals";
import type { Facts } from "../../core/facts.ts";
import { subjectSummary } from "../../pipeline/subject-summary.ts";
import { aCapacityProvider, aCluster, anImage, aRepository, aService, aTaskDefinition } from "../support/builders.ts";

const tags = Array.from({ length: 25 }, (_, index) => `v${index}`);

test.each<[string, Facts, Record<string, string>]>([
	["a repository", aRepository({ tagMutability: "MUTABLE" }), { tagMutability: "MUTABLE" }],
	["a repository in a template", aRepository({ tagMutability: { unresolved: "Ref: Mutability" } }), {}],
	[
		"an image",
		anImage({ tags: ["1.4.2", "latest"], sizeBytes: 5 }),
		{ tags: "1.4.2,latest", pushedAt: "2026-11-21T11:00:00.000Z", sizeBytes: "5" },
	],
	["an image without tags and push time", anImage({ tags: [], pushedAt: null, sizeBytes: 0 }), { sizeBytes: "0" }],
	[
		"an image with many tags",
		anImage({ tags, pushedAt: null, sizeBytes: 1 }),
		{ tags: tags.slice(0, 20).join(","), sizeBytes: "1" },
	],
	["a family", aTaskDefinition({ revision: 8 }), { revision: "8" }],
	["a task definition in a file", aTaskDefinition({ revision: null }), {}],
	["a service", aService(), { runs: "web:3" }],
	["a service without a definition", aService({ definition: { value: null } }), {}],
	["a service whose definition could not be read", aService({ definition: { unread: "it was denied" } }), {}],
	["a cluster", aCluster(), {}],
	["a capacity provider", aCapacityProvider(), {}],
])("the summary of %s", (_, facts, about) => {
	expect(subjectSummary(facts)).toEqual(about);
});
