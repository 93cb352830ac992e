import { describe, expect, test } from "@jest/globals";
import { refusalOf } from "../support/policy-refusal.ts";

const noFamily = "is a glob that matches no family; write the name of a family, or a glob of names such as vendor-*";
const noService =
	"is a glob that matches no CLUSTER/SERVICE; write the names of both, such as shop/checkout or */checkout";
const noTarget =
	"is a glob that matches neither task-definition/FAMILY nor service/CLUSTER/NAME; write one of these, such as service/shop/checkout";
const arn = "arn:aws:ecs:eu-west-1:1:service/shop/web";
const entry = (resource: string) =>
	`block: { breakGlass: [{ resource: "${resource}", reason: r, owner: o, expires: "2027-01-01" }] }`;

describe("what can protect nothing is rejected", () => {
	test.each([
		...["task-definition/web", arn, "web:3", "my web"].map((glob) => [glob, "protected", noFamily] as const),
		...["checkout", "service/shop/checkout", arn, "shop/", "/*"].map(
			(glob) => [glob, "protectedServices", noService] as const,
		),
	])("%s in %s", (glob, key, problem) => {
		expect(refusalOf(`block: { ${key}: ["${glob}"] }`)).toMatch(/^shipshape\.yaml:1:\d+: /);
		expect(refusalOf(`block: { ${key}: ["${glob}"] }`)).toContain(`item 1 of block.${key} ("${glob}") ${problem}`);
	});

	test.each([
		...["web", "service/web", "servce/shop/web", "servce/*", "task-definition/a/b*", "image/*", arn],
		...["service/shop/web/1", "task-definition/", "service/a/b/c*"],
	])("%s in breakGlass", (resource) => {
		const refusal = refusalOf(entry(resource));
		expect(refusal).toContain(`resource of break-glass 1 ("${resource}") ${noTarget}`);
		expect(refusal.split("\n")).toHaveLength(1);
	});

	test.each([" bad key ", "key ", "aws:key", "a#b", "  "])("%j as breakGlassTag", (key) => {
		expect(refusalOf(`block: { breakGlassTag: "${key}" }`)).toContain("write the key of a tag: letters, numbers,");
	});
});

describe("what can protect something is accepted", () => {
	test.each([
		...["vendor-*", "*", "web", "we*_b.1"].map((glob) => `block: { protected: ["${glob}"] }`),
		...["shop/checkout", "*", "*/checkout", "shop/*", "sh*", "*out"].map(
			(glob) => `block: { protectedServices: ["${glob}"] }`,
		),
		...["*", "*web", "task-definition/we*", "service/*", "service/shop/*", "ser*", "service/shop/web", "*/web"].map(
			entry,
		),
		...["", "break glass", "shipshape:break-glass", "Notöffnung"].map((key) => `block: { breakGlassTag: "${key}" }`),
	])("%s", (text) => {
		expect(refusalOf(text)).toBe("accepted");
	});
});
