import { expect, test } from "@jest/globals";
import { looksLikeCompose } from "../../../../adapters/files/compose/services.ts";

test.each([
	[{ services: { web: { image: "a" } } }, true],
	[{ services: { web: { build: "." } }, version: "3" }, true],
	[{ services: { web: { read_only: true } } }, true],
	[{ services: { web: null, db: { extends: "web" } } }, true],
	[{ include: ["a.yaml"], name: "x", "x-more": 1 }, true],
	[{ web: { image: "nginx" }, db: { build: "." } }, true],
	[{ services: { "App\\Mailer": { arguments: ["a"], tags: ["b"] } } }, false],
	[{ services: {} }, false],
	[{ services: ["docker"] }, false],
	[{ include: "a.yaml" }, false],
	[{ include: ["a.yaml"], stages: ["build"] }, false],
	[{ web: { image: "nginx" }, name: "x" }, false],
	[{ hero: { image: "a large picture" } }, false],
	[{ Resources: { A: { Type: "AWS::ECS::Service" } } }, false],
	[{}, false],
	[[], false],
	[null, false],
	["services", false],
])("%j: %s", (value, is) => {
	expect(looksLikeCompose(value)).toBe(is);
});
