import { expect, test } from "@jest/globals";
import { letterFile, verdictFile } from "../../demo/result-files.ts";
import { anEntry, repositorySubject } from "../support/entries.ts";

const recorded = Object.values(anEntry().controls)[0];
if (recorded === undefined) throw new Error("the entry has no verdict");
const controls = { "repository/b": recorded, "repository/a": { ...recorded, status: "pass" as const } };
const entries = ["web", "api"].map((name) => anEntry({ subject: repositorySubject(name), controls }));

test("every verdict of the ledger is listed, by subject and control", () => {
	const { verdicts } = verdictFile(entries);
	expect(verdicts.map(({ subject, control }) => [subject.split("/").at(-1), control])).toEqual([
		["api", "repository/a"],
		["api", "repository/b"],
		["web", "repository/a"],
		["web", "repository/b"],
	]);
});

test("a verdict has the names of check's JSON format, and says since when it holds", () => {
	const { status, severity, message, remediation, since } = recorded;
	expect(verdictFile(entries).verdicts[1]).toStrictEqual({
		control: "repository/b",
		subject: entries[1]?.arn,
		status,
		severity,
		message,
		remediation,
		since,
	});
});

test("containers and an awaited scan are shown where there are any", () => {
	const verdict = { ...recorded, containers: ["api", "proxy"], pending: true };
	const entry = anEntry({ controls: { "task-definition/x": verdict } });
	expect(verdictFile([entry]).verdicts).toMatchObject([{ containers: ["api", "proxy"], pending: true }]);
});

test("the summary counts verdicts by status", () => {
	const { summary } = verdictFile(entries);
	expect(summary).toMatchObject({ pass: 2, [recorded.status]: 2 });
	expect(Object.keys(summary).toSorted()).toEqual(["fail", "not-applicable", "pass", "unknown", "waived"]);
});

const letter = (queue: string, messageId: string, attributes: Readonly<Record<string, string>>) => ({
	queue: `http://localhost:1/111122223333/${queue}`,
	messageId,
	body: '{"environment":[{"name":"TOKEN","value":"hunter2"}]}',
	attributes,
});

test("dead letters are listed by queue and id, with their reasons and without the values of environment variables", () => {
	const letters = [
		letter("b", "2", { reason: "detail must be an object" }),
		letter("b", "1", {}),
		letter("a", "3", { ERROR_CODE: "NO_PERMISSIONS", ERROR_MESSAGE: "no permission" }),
	];
	const body = '{"environment":[{"name":"TOKEN","value":"(hidden)"}]}';
	expect(letterFile(letters)).toStrictEqual([
		{ queue: "a", messageId: "3", reason: "no permission", body },
		{ queue: "b", messageId: "1", reason: "exceeded the retry limit", body },
		{ queue: "b", messageId: "2", reason: "detail must be an object", body },
	]);
});
