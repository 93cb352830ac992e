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
