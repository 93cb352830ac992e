import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { headerProblem, signatureProblem } from "../../../adapters/slack/verify-signature.ts";
import { signed, signingSecret } from "../../support/slack-request.ts";

const now = Date.parse("2026-11-30T10:00:00.000Z");
const seconds = now / 1_000;
const body = "payload=%7B%22type%22%3A%22block_actions%22%7D";
const problemOf = (request = signed(body, now), secret = signingSecret, at = now) =>
	signatureProblem(request, secret, at);

test("a request that Slack has signed now is from Slack", () => {
	expect(problemOf()).toBeNull();
});

test("the signature is the one of Slack's own example", () => {
	const fields = {
		...{ token: "xyzz0WbapA4vBCDEFasx0q6G", team_id: "T1DC2JH3J", team_domain: "testteamnow" },
		...{ channel_id: "G8PSS9T3V", channel_name: "foobar", user_id: "U2CERLKJA", user_name: "roadrunner" },
		...{ command: "/webhook-collect", text: "" },
		response_url: "https://hooks.slack.com/commands/T1DC2JH3J/397700885554/96rGlfmibIGlgcZRskXaIFfN",
		trigger_id: "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
	};
	const headers = {
		"x-slack-request-timestamp": "1531420618",
		"x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
	};
	const request = { headers, body: Buffer.from(new URLSearchParams(fields).toString()) };
	expect(problemOf(request, "8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618_000)).toBeNull();
});

test("by its headers alone a request is unsigned, late or perhaps from Slack", () => {
	const headersAt = (at: number) => headerProblem(signed(body, at, "another secret"), now);
	expect([headersAt(now), headersAt(now - 301_000), headersAt(now + 301_000)]).toEqual([null, "late", "late"]);
	expect(headerProblem({ headers: {} }, now)).toBe("unsigned");
});

describe("a request is not from Slack", () => {
	const { headers } = signed(body, now);
	const withHeaders = (more: Record<string, string | undefined>) => ({
		headers: { ...headers, ...more },
		body: Buffer.from(body),
	});
	test.each([
		["with another body", { headers, body: Buffer.from(`${body} `) }, "wrong signature"],
		[
			"with another time than the signed one",
			withHeaders({ "x-slack-request-timestamp": `${seconds - 1}` }),
			"wrong signature",
		],
		["with the signature of another app", signed(body, now, "another secret"), "wrong signature"],
		["without a signature", withHeaders({ "x-slack-signature": undefined }), "unsigned"],
		["without a time", withHeaders({ "x-slack-request-timestamp": undefined }), "unsigned"],
		["with a time that is no number", withHeaders({ "x-slack-request-timestamp": "now" }), "unsigned"],
		["with an infinite time", withHeaders({ "x-slack-request-timestamp": "9".repeat(400) }), "unsigned"],
		[
			"with a signature of another version",
			withHeaders({ "x-slack-signature": headers["x-slack-signature"]?.replace("v0", "v1") }),
			"unsigned",
		],
		[
			"with a part of the signature",
			withHeaders({ "x-slack-signature": headers["x-slack-signature"]?.slice(0, -2) }),
			"unsigned",
		],
		["with two signatures", withHeaders({ "x-slack-signature": `${headers["x-slack-signature"]},v0=00` }), "unsigned"],
	])("%s", (_, request, problem) => {
		expect(problemOf(request)).toBe(problem);
	});

	test("that anybody could sign because there is no secret", () => {
		expect(problemOf(signed(body, now, ""), "")).toBe("unsigned");
	});
});

test.each([
	["five minutes late", 300, null],
	["later than five minutes", 301, "late"],
	["five minutes early", -300, null],
	["earlier than five minutes", -301, "late"],
])("a request that comes %s is judged by its time", (_, late, problem) => {
	expect(problemOf(signed(body, now), signingSecret, now + late * 1_000)).toBe(problem);
});

test("no change of a byte of the body or of the signature keeps it valid", () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
			const hmac = createHmac("sha256", signingSecret).update(`v0:${seconds}:`).update(bytes).digest("hex");
			const headers = { "x-slack-request-timestamp": `${seconds}`, "x-slack-signature": `v0=${hmac}` };
			expect(problemOf({ headers, body: bytes })).toBeNull();
			const changed = Uint8Array.from(bytes, (byte, index) => (index === at % bytes.length ? byte ^ flip : byte));
			expect(problemOf({ headers, body: changed })).toBe("wrong signature");
		}),
	);
});
