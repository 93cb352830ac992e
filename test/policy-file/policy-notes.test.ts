import { expect, test } from "@jest/globals";
import { parsePolicyFile } from "../../policy-file/policy.ts";
import { policyNotes } from "../../policy-file/policy-notes.ts";

const notesOn = (text: string) => policyNotes(parsePolicyFile(text, "p.yaml"), [], "2026-11-21T12:00:00Z");
const entry = (resource: string, expires: string) =>
	`\n    - { resource: ${resource}, reason: r, owner: o, expires: ${expires} }`;
const services =
	"the policy exempts services, but no families: their revisions are deregistered if they fail; " +
	"list the families in block.protected too, or set block.deregister to false";

test("an entry for break-glass is noted the day after its last day, with its position", () => {
	const entries = `${entry("task-definition/a", "2026-11-21")}${entry("task-definition/b", "2026-11-20")}`;
	expect(notesOn(`block:\n  breakGlass:${entries}`)).toEqual([
		{ at: { line: 4, column: 7 }, text: "break-glass 2 expired on 2026-11-20; failing deployments are blocked again" },
	]);
});

test.each([
	["a protected service", "block:\n  protectedServices: [shop/web]", [services]],
	["break-glass of a service", `block:\n  breakGlass:${entry("service/shop/web", "2026-12-01")}`, [services]],
	["a protected service and a family", "block: { protectedServices: [shop/web], protected: [web] }", []],
	["a protected service, if nothing is deregistered", "block: { protectedServices: [a/b], deregister: false }", []],
	["no service", "block: { protected: [web] }", []],
	["nothing", "mode: audit", []],
])("%s is noted if its registrations are not covered", (_, text, notes) => {
	expect(notesOn(text).map((note) => note.text)).toEqual(notes);
});

const idle =
	"block.set-back does nothing while block.stop-deployment is false: only what is judged when it starts is set back; " +
	"set block.stop-deployment to true, or block.set-back to false";
const both = "{ set-back: true, stop-deployment: false }";
const scopeWith = (block: string) => `scopes:\n  - match: { cluster: shop }\n    block: ${block}`;

test.each([
	["with no stop", `block: ${both}`, [{ at: { line: 1, column: 1 }, text: idle }]],
	["in a scope", scopeWith(both), [{ at: { line: 2, column: 5 }, text: `scope 1: ${idle}` }]],
	[
		"in a scope that turns the stop off",
		`block: { set-back: true }\n${scopeWith("{ stop-deployment: false }")}`,
		[{ at: { line: 3, column: 5 }, text: `scope 1: ${idle}` }],
	],
	["with the stop", "block: { set-back: true }", []],
	[
		"in a scope that turns the stop on",
		`block: { stop-deployment: false }\n${scopeWith("{ set-back: true, stop-deployment: true }")}`,
		[],
	],
	[
		"in a scope that says nothing about it",
		`block: ${both}\n${scopeWith("{ gate: false }")}`,
		[{ at: { line: 1, column: 1 }, text: idle }],
	],
])("setting services back is noted if it can do nothing: %s", (_, text, notes) => {
	expect(notesOn(text)).toEqual(notes);
});
