import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { envelopeOf } from "../../core/event.ts";
import { arnOf, type RepositorySubject } from "../../core/subject.ts";
import { parseRecheck, recheckOf, recheckSource } from "../../events/recheck.ts";
import { answerTo, routes } from "../support/routes.ts";

const subject: RepositorySubject = {
	kind: "repository",
	partition: "aws-cn",
	account: "111122223333",
	region: "cn-north-1",
	name: "team/web",
};
const time = "2026-11-21T11:00:00.123Z";
const message = JSON.parse(recheckOf(arnOf(subject), time));

describe("the message that a repository has to be checked again", () => {
	test("is parsed to the same repository, and neither waits for a scan nor blocks", () => {
		const name = fc.stringMatching(/^[a-z][a-z0-9]{1,20}(\/[a-z0-9]{1,20})?$/);
		fc.assert(
			fc.property(name, (of) => {
				const envelope = envelopeOf(JSON.parse(recheckOf(arnOf({ ...subject, name: of }), time)));
				expect(parseRecheck(envelope)).toEqual({ kind: "check", subjects: [{ ...subject, name: of }] });
				expect(envelope).toMatchObject({ time, source: recheckSource });
			}),
		);
	});

	test.each([
		["another account", { detail: { "repository-arn": arnOf({ ...subject, account: "444455556666" }) } }],
		["another Region", { detail: { "repository-arn": arnOf({ ...subject, region: "cn-northwest-1" }) } }],
		["an image", { detail: { "repository-arn": `${arnOf(subject)}/sha256:${"a".repeat(64)}` } }],
		["nothing", { detail: {} }],
	])("is refused if it is about %s", (_, changes) => {
		expect(answerTo(parseRecheck, { ...message, ...changes })).toMatch(/^refused: detail\.repository-arn /);
	});

	test.each(routes)("is matched by no pattern: $name", ({ patternText }) => {
		expect(patternText).not.toContain("shipshape");
	});
});
