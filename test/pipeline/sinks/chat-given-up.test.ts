import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError, UnconfirmedError } from "../../../core/errors.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

const names = ["a", "b", "c", "d", "e", "f"];
const entries = names.map((name) => anEntry({ subject: repositorySubject(name) }));
const digest = entries.map((entry, at) => aStreamRecord(at + 1, null, entry));
const letters = () => chat.ports.undelivered.map(({ body }) => (body as { message: string[] }).message);
const published = () => entries.map(({ arn }) => chat.ports.publishedOf(arn) !== undefined);

let chat: RecordingChat;
beforeEach(async () => {
	chat = new RecordingChat();
	chat.trouble = () => new UnconfirmedError("Slack did not respond (TimeoutError)");
	expect(await chat.handle(...digest)).toEqual([1, 2, 3, 4, 5, 6]);
});

/** The confirmations of one delivery end differently. */
async function deliverWith(confirm: (number: number) => Promise<void> | undefined): Promise<void> {
	const { ledger } = chat.ports;
	const { confirm: real } = ledger;
	let confirmations = 0;
	ledger.confirm = async (...of) => (await confirm(++confirmations)) ?? real.apply(ledger, of);
	await Promise.race([chat.handle(...digest), new Promise((resolve) => setTimeout(resolve, 50))]);
	ledger.confirm = real;
}

const away = async () => {
	throw new TryLaterError("dynamodb:UpdateItem did not respond");
};
const killed = () => new Promise<void>(() => undefined);

describe("a digest that is given up has one dead letter", () => {
	test.each<[string, (number: number) => Promise<void> | undefined]>([
		["although a state cannot be confirmed", (number) => (number === 3 ? away() : undefined)],
		["although only one state can be confirmed", (number) => (number > 1 ? away() : undefined)],
		["although the function is killed after one confirmation", (number) => (number > 1 ? killed() : undefined)],
		["although the function is killed after three confirmations", (number) => (number > 3 ? killed() : undefined)],
	])("%s", async (_, confirm) => {
		await deliverWith(confirm);
		expect(await chat.handle(...digest)).toEqual([]);
		expect(letters()).toEqual([names.map((name) => `${name} failing`)]);
		expect(published()).toEqual(names.map(() => true));
		expect(chat.attempts).toBe(2);
	});

	test("although what it is about is suppressed before it can be stored", async () => {
		chat.ports.isQueueDown = true;
		await chat.handle(...digest);
		chat.ports.suppressed = Object.keys(entries[0]?.controls ?? {});
		for (const isDown of [true, false]) {
			chat.ports.isQueueDown = isDown;
			await chat.handle(...digest);
		}
		expect(letters()).toEqual([names.map((name) => `${name} failing`)]);
	});

	test("and all of its states are confirmed that can be", async () => {
		await deliverWith((number) => (number === 2 ? away() : undefined));
		expect(published().filter(Boolean)).toHaveLength(5);
	});

	test("or a copy, whole and with the same id, if the function is killed before the first confirmation", async () => {
		await deliverWith(killed);
		expect(await chat.handle(...digest)).toEqual([]);
		expect(letters()).toEqual([1, 2].map(() => names.map((name) => `${name} failing`)));
		expect(new Set(chat.ports.undelivered.map(({ messageId }) => messageId)).size).toBe(1);
	});
});

test("what is new about a subject of a digest that is in the dead-letter queue is posted", async () => {
	await deliverWith((number) => (number > 3 ? killed() : undefined));
	const [last] = entries.slice(-1);
	if (last === undefined) throw new Error("no entry");
	const passes = Object.keys(last.controls).map((control) => [control, aRecordedVerdict({ status: "pass" })]);
	const fixed = laterBy(1, last, { controls: Object.fromEntries(passes) });
	chat.trouble = () => undefined;
	expect(await chat.handle(...digest, aStreamRecord(7, last, fixed))).toEqual([]);
	expect(chat.posted.at(-1)).toEqual(["default", ["f closed"]]);
	expect([letters().length, chat.ports.publishedOf(last.arn)]).toEqual([1, fixed.readAt]);
});
