import { beforeEach, describe, expect, test } from "@jest/globals";
import { formProblem } from "../../../adapters/slack/approval-form.ts";
import { interactionIn } from "../../../adapters/slack/interaction.ts";
import { headerProblem, signatureProblem } from "../../../adapters/slack/verify-signature.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { answerMessageIn } from "../../../pipeline/answer-message.ts";
import { handleInteractions, type InteractionPorts } from "../../../pipeline/approvals/interactions.ts";
import { anAnswer, approver, message, stranger } from "../../support/answered.ts";
import { aClick, aSubmission, formBody, signed, signingSecret, urlEvent } from "../../support/slack-request.ts";

const now = Date.parse("2026-11-30T10:00:00.000Z");
let opened: string[];
let sent: string[];
let lines: string[];
let broken: Partial<InteractionPorts>;

beforeEach(() => {
	[opened, sent, lines, broken] = [[], [], [], {}];
});

const ports = (): InteractionPorts => ({
	readSigningSecret: async () => signingSecret,
	headerProblem,
	signatureProblem,
	parse: interactionIn,
	openForm: async ({ trigger, answer }, { hours }) => {
		opened.push(`form ${answer} ${trigger} ${hours}`);
	},
	openNotice: async (_, text) => {
		opened.push(text);
	},
	formProblem,
	enqueue: async (body) => {
		sent.push(body);
	},
	slack: { approvers: [approver], approvalHours: 24 },
	now: () => now,
	log: (...line) => {
		lines.push(JSON.stringify(line));
	},
	...broken,
});
const call = (event: unknown) => handleInteractions(ports())(event);
const send = (payload: unknown, at = now) => call(urlEvent(signed(formBody(payload), at)));
const empty = (statusCode: number) => ({ statusCode, body: "" });
const notAnApprover = (user: string) =>
	`Your member id, ${user}, is not in slack.approvers of Shipshape's policy, so you cannot answer.`;

describe("a click", () => {
	test("opens the form with how long an approval counts, and decides nothing", async () => {
		expect(await send(aClick())).toEqual(empty(200));
		expect([opened, sent]).toEqual([["form approve 1.2.abc 24"], []]);
	});

	test("of somebody who may not answer opens a notice that says so", async () => {
		await send(aClick({ user: { id: stranger } }));
		expect(opened).toEqual([notAnApprover(stranger)]);
	});

	test("on a link of another message is accepted, so that Slack shows no warning", async () => {
		expect(await send(aClick({ actions: [{ action_id: "other", value: "x" }] }))).toEqual(empty(200));
		expect(opened).toEqual([]);
	});

	test("for which Slack opens no form fails, so that Slack shows a warning beside the button", async () => {
		broken = { openForm: () => Promise.reject(new Error("Slack rejected views.open: expired_trigger_id")) };
		expect(await send(aClick())).toEqual(empty(503));
		expect(lines).toEqual([expect.stringContaining("expired_trigger_id")]);
	});
});

describe("a submitted form", () => {
	test("is taken and closes", async () => {
		expect(await send(aSubmission())).toEqual({
			...{ statusCode: 200, headers: { "content-type": "application/json" } },
			body: '{"response_action":"clear"}',
		});
		const answer = anAnswer({ at: "2026-11-30T10:00:00.000Z" });
		expect(sent.map(answerMessageIn)).toEqual([{ answer, message }]);
	});

	test.each<[string, object, string]>([
		["without a reason", aSubmission(null), "Write the reason."],
		["with a blank reason", aSubmission(" \n\u200b "), "Write the reason."],
		["of somebody who may not answer", aSubmission("x", { user: { id: stranger } }), notAnApprover(stranger)],
	])("%s is not taken, and says so", async (_, payload, problem) => {
		const { body } = await send(payload);
		expect([JSON.parse(body ?? ""), sent]).toEqual([{ response_action: "errors", errors: { reason: problem } }, []]);
	});

	test("that cannot be taken now says so, and what was written stays", async () => {
		broken = { enqueue: () => Promise.reject(new TryLaterError("SQS did not respond")) };
		expect((await send(aSubmission())).body).toContain("your answer could not be taken. Try again in a minute.");
	});

	test("of another app's view is accepted and does nothing", async () => {
		expect(await send(aSubmission("x", { view: { callback_id: "other" } }))).toEqual(empty(200));
		expect(sent).toEqual([]);
	});
});

describe("a request changes nothing and learns nothing", () => {
	const body = formBody(aSubmission());
	const event = urlEvent(signed(body, now));
	const forged = { ...event, headers: { ...event.headers, "x-slack-signature": `v0=${"0".repeat(64)}` } };
	const changed = { ...event, body: formBody(aSubmission("another reason")) };
	const { "content-type": contentType } = event.headers;
	const otherType = { ...event, headers: { ...event.headers, "content-type": "application/json" } };
	test.each<[string, unknown, number]>([
		["if it is forged", forged, 401],
		["if its body was changed", changed, 401],
		["if it is not signed", { ...event, headers: { "content-type": contentType } }, 401],
		["if it is replayed after five minutes", urlEvent(signed(body, now - 301_000)), 401],
		["if it is signed for the future", urlEvent(signed(body, now + 301_000)), 401],
		["if it has no body", { ...event, body: undefined }, 401],
		["if it is a GET", { ...event, requestContext: { http: { method: "GET" } } }, 400],
		["if it is JSON", otherType, 400],
		["if it is no event of a function URL", { Records: [] }, 400],
		["if it is nothing", null, 400],
		["if it is larger than a form of Slack's", { ...event, body: `payload=${"x".repeat(200_000)}` }, 400],
		["if its payload is no JSON", urlEvent(signed(formBody("{"), now)), 400],
		["if it has no payload", urlEvent(signed("x=1", now)), 400],
		["if its payload has no type", urlEvent(signed(formBody({}), now)), 400],
		[
			"if its click has no key",
			urlEvent(signed(formBody(aClick({ actions: [{ action_id: "shipshape-refuse", value: "{}" }] })), now)),
			400,
		],
		["if its click has no message", urlEvent(signed(formBody(aClick({ container: {} })), now)), 400],
		["if its user has no id", urlEvent(signed(formBody(aSubmission("x", { user: {} })), now)), 400],
		[
			"if its form is of no answer",
			urlEvent(signed(formBody(aSubmission("x", {}, { answer: "delete" as never })), now)),
			400,
		],
		["if its form is about nothing", urlEvent(signed(formBody(aSubmission("x", {}, { key: {} as never })), now)), 400],
	])("%s", async (_, request, status) => {
		expect(await call(request)).toEqual(empty(status));
		expect([opened, sent]).toEqual([[], []]);
	});

	test("and has the secret read only if its headers can be Slack's", async () => {
		let reads = 0;
		broken = {
			readSigningSecret: async () => {
				reads += 1;
				return signingSecret;
			},
		};
		await call({ ...event, headers: { "content-type": contentType } });
		await call(urlEvent(signed(body, now - 301_000)));
		expect(reads).toBe(0);
		await call(event);
		expect(reads).toBe(1);
	});

	test("and is logged once a minute for each kind, with how many were not", async () => {
		let seconds = 0;
		broken = { now: () => now + seconds * 1_000 };
		const handle = handleInteractions(ports());
		for (const at of [0, 1, 59, 60, 61]) {
			seconds = at;
			expect(await handle(forged)).toEqual(empty(401));
		}
		await handle(urlEvent(signed(formBody("{"), now)));
		expect(lines.map((line) => JSON.parse(line))).toEqual([
			["rejected: not signed by Slack", { problem: "wrong signature" }],
			["rejected: not signed by Slack", { problem: "wrong signature", notLogged: 2 }],
			["rejected: failed", { error: "payload is not JSON" }],
		]);
	});

	test("while there is no signing secret", async () => {
		broken = { readSigningSecret: async () => null };
		expect(await send(aSubmission())).toEqual(empty(503));
		expect(sent).toEqual([]);
	});

	test("while the signing secret cannot be read", async () => {
		broken = { readSigningSecret: () => Promise.reject(new TryLaterError("AWS did not respond")) };
		expect(await send(aSubmission())).toEqual(empty(503));
		expect(sent).toEqual([]);
	});
});

test("a request that is signed with a signing secret that was stored just now is Slack's", async () => {
	broken = { readSigningSecret: async (fresh) => (fresh === undefined ? "the one before" : signingSecret) };
	expect(await send(aClick())).toEqual(empty(200));
	broken = { readSigningSecret: async (fresh) => (fresh === undefined ? signingSecret : null) };
	expect(await call(urlEvent(signed(formBody(aClick()), now, "other")))).toEqual(empty(401));
	expect(opened).toHaveLength(1);
});

test("a body that Lambda has encoded in base64 is the same as one that it has not", async () => {
	await call(urlEvent(signed(formBody(aSubmission("später, wegen 4711 ✓")), now), true));
	expect(sent.map((body) => answerMessageIn(body)?.answer.reason)).toEqual(["später, wegen 4711 ✓"]);
});

test("nothing of a request or of the secret is in the log but ids", async () => {
	await send(aSubmission("a private reason"));
	await send(aClick({ user: { id: stranger, username: "private name" } }));
	await call(urlEvent(signed(formBody("private {"), now)));
	await call(urlEvent(signed("private", now, "other")));
	expect(lines).toHaveLength(3);
	expect(lines.join()).not.toMatch(new RegExp(`private|jane|${signingSecret}|v0=`));
});
