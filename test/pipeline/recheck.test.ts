import { expect, test } from "@jest/globals";
import { envelopeOf } from "../../core/event.ts";
import { parseRecheck, recheckMessages } from "../../pipeline/recheck.ts";
import {
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	repositorySubject,
	serviceSubject,
} from "../support/entries.ts";
import { aFamily } from "../support/verdicts.ts";

const time = "2026-11-21T12:00:00Z";

test("a message names subjects of every kind, and is read again as the same subjects", () => {
	const subjects = [
		repositorySubject(),
		imageSubject(),
		aFamily(),
		serviceSubject(),
		clusterSubject(),
		capacityProviderSubject(),
	];
	const [body = "", ...others] = recheckMessages(subjects, () => "id", time);
	expect(others).toEqual([]);
	expect(parseRecheck(envelopeOf(JSON.parse(body)))).toEqual({ kind: "check", subjects });
});

test("a kind of subject that does not exist is rejected", () => {
	const [body = ""] = recheckMessages([clusterSubject()], () => "id", time);
	const other = body.replace('"kind":"cluster"', '"kind":"listener"');
	expect(() => parseRecheck(envelopeOf(JSON.parse(other)))).toThrow(
		'detail.subjects[0].kind "listener" is not a kind of subject',
	);
});
