import { describe, expect, test } from "@jest/globals";
import { type AllowStatement, fieldOf, judgeStatements } from "../../../domain/repositories/access-policy.ts";

const allow = { Effect: "Allow", Principal: "*", Action: "ecr:PutImage" };
const deny = { Effect: "Deny", Principal: "*", Action: "*" };
const later = { unresolved: "Ref X" };
const nothing = { bad: [], unclear: [] };

/** What a document allows, as the judge gets it. */
function allowancesOf(document: unknown): readonly AllowStatement[] {
	const seen: AllowStatement[] = [];
	judgeStatements(document, (allowance) => {
		seen.push(allowance);
		return nothing;
	});
	return seen;
}
const labelled = (document: unknown) => judgeStatements(document, ({ label }) => ({ ...nothing, bad: [label] }));

describe("reads the allowances of a document:", () => {
	test("accepts a single statement without a list, and counts statements from 1", () => {
		expect(allowancesOf({ Statement: allow })).toEqual([
			{
				index: 0,
				label: "statement 1",
				principals: [{ kind: "anyone", text: "Principal *" }],
				actions: ["ecr:PutImage"],
				conditions: { limits: [], open: [], others: [] },
			},
		]);
		const pull = { ...deny, Action: "ecr:BatchGetImage" };
		expect(allowancesOf({ Statement: [pull, allow] })).toMatchObject([{ index: 1, label: "statement 2" }]);
	});

	test("leaves out what everybody is denied", () => {
		expect(allowancesOf({ Statement: [deny, allow] })).toEqual([]);
	});

	test.each<[unknown, string]>([
		["Push", "statement 1 (Push)"],
		["Pu\nsh", "statement 1 (Pu sh)"],
		["S".repeat(65), `statement 1 (${"S".repeat(63)}…)`],
		["", "statement 1"],
		[1, "statement 1"],
	])("labels a statement with the Sid %j as %s", (sid, label) => {
		expect(labelled({ Statement: { ...allow, Sid: sid } }).bad).toEqual([label]);
	});

	test.each<[string, object, Partial<AllowStatement>]>([
		["several actions", { Action: ["a", later] }, { actions: ["a", later] }],
		["an unresolved action", { Action: later }, { actions: [later] }],
		["all actions but some", { NotAction: "ecr:GetAuthorizationToken" }, { actions: ["*"] }],
		["NotPrincipal", { NotPrincipal: { AWS: "1" } }, { principals: [{ kind: "anyone", text: "NotPrincipal" }] }],
		["an unresolved effect", { Effect: later }, { doubt: "Ref X" }],
	])("%s", (_, more, expected) => {
		expect(allowancesOf({ Statement: { ...allow, ...more } })).toMatchObject([expected]);
	});
});

describe("reports what cannot be judged:", () => {
	const refused = (what: string) => `AWS would reject it (${what})`;
	test.each<[string, unknown, string, string | undefined]>([
		["an unresolved document", later, "part of it is unknown (Ref X)", undefined],
		["a string", "{}", refused("it is not a JSON object"), undefined],
		["a list", [], refused("it is not a JSON object"), undefined],
		["null", null, refused("it is not a JSON object"), undefined],
		["a document without statements", {}, refused("it has no Statement"), undefined],
		["an unresolved statement", { Statement: [deny, later] }, "part of it is unknown (Ref X)", "1"],
		["a statement that is a string", { Statement: ["x"] }, refused("statement 1 is not an object"), "0"],
		["a statement that is null", { Statement: null }, refused("statement 1 is not an object"), "0"],
		[
			"another effect",
			{ Statement: [deny, { ...allow, Effect: "allow", Sid: "A" }] },
			refused("the Effect of statement 2 (A) is neither Allow nor Deny"),
			"1",
		],
		[
			"no principal",
			{ Statement: { ...allow, Principal: undefined } },
			refused("the Principal of statement 1 is missing or not valid"),
			"0",
		],
		...[undefined, [], [1], ["a", null], {}].map((action): [string, unknown, string, string] => [
			`the action ${JSON.stringify(action)}`,
			{ Statement: { ...allow, Action: action } },
			refused("the Action of statement 1 is missing or not a list of strings"),
			"0",
		]),
		[
			"a condition that is none",
			{ Statement: { ...allow, Condition: [] } },
			refused("the Condition of statement 1 is not valid"),
			"0",
		],
	])("%s", (_, document, unclear, at) => {
		const field = at === undefined ? {} : { field: `repositoryPolicyText.Statement.${at}` };
		expect(labelled(document)).toEqual({ bad: [], unclear: [unclear], ...field });
	});

	test("does not judge Deny statements", () => {
		expect(labelled({ Statement: [deny, { Effect: "Deny" }] })).toEqual(nothing);
		expect(labelled({ Statement: [] })).toEqual(nothing);
	});
});

describe("the reported field", () => {
	const judgedAs = (...kinds: readonly (keyof typeof nothing | "fine")[]) =>
		judgeStatements({ Statement: kinds.map(() => allow) }, ({ index }) => {
			const kind = kinds[index] ?? "fine";
			return kind === "fine" ? nothing : { ...nothing, [kind]: [`${index}`] };
		});
	const place = (index: number) => ({ field: `repositoryPolicyText.Statement.${index}` });

	test("is the first bad statement, or else the first unclear one", () => {
		expect(judgedAs("fine", "unclear", "bad", "bad")).toEqual({ bad: ["2", "3"], unclear: ["1"], ...place(2) });
		expect(judgedAs("fine", "unclear", "unclear")).toEqual({ bad: [], unclear: ["1", "2"], ...place(1) });
		expect(judgedAs("fine")).toEqual(nothing);
	});

	test("prefers a judged statement to one that could not be read", () => {
		expect(labelled({ Statement: [later, "x", allow] })).toEqual({
			bad: ["statement 3"],
			unclear: ["part of it is unknown (Ref X)", "AWS would reject it (statement 2 is not an object)"],
			...place(2),
		});
	});

	test("is left out where there is no such statement", () => {
		expect(fieldOf({ ...nothing, ...place(1) })).toEqual(place(1));
		expect(fieldOf(nothing)).toEqual({});
	});
});
