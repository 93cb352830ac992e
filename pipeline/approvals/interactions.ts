import type { Click, Interaction, Submission } from "../../adapters/slack/interaction.ts";
import type { SignatureProblem, SignedRequest } from "../../adapters/slack/verify-signature.ts";
import { MalformedEventError, messageOf } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import { encodeAnswer } from "../answer-message.ts";
import { type UrlRequest, type UrlResponse, urlRequestIn } from "./url-request.ts";

/** What the function behind Slack's request URL needs. */
export interface InteractionPorts {
	/** The app's signing secret; null if there is none. `fresh`: it may have been replaced. Throws if it cannot be used. */
	readonly readSigningSecret: (fresh?: "fresh") => Promise<string | null>;
	/** By the headers alone. */
	readonly headerProblem: (request: SignedRequest, now: number) => SignatureProblem | null;
	readonly signatureProblem: (request: SignedRequest, signingSecret: string, now: number) => SignatureProblem | null;
	/** Throws MalformedEventError. */
	readonly parse: (body: Uint8Array) => Interaction;
	/** Opens the form in which the person who has clicked gives a reason. `hours`: for which an approval counts. Throws if Slack did not. */
	readonly openForm: (click: Click, terms: { readonly hours: number }) => Promise<void>;
	/** Tells the person who has clicked why there is no form. Throws if Slack did not. */
	readonly openNotice: (click: Click, text: string) => Promise<void>;
	/** The response that shows a problem beside the input of the form. */
	readonly formProblem: (text: string) => object;
	/** Has an answer given. Throws TryLaterError. */
	readonly enqueue: (body: string) => Promise<void>;
	readonly slack: Pick<Policy["slack"], "approvers" | "approvalHours">;
	/** Epoch milliseconds. */
	readonly now: () => number;
	/** A line in the log; never anything of the request but ids. */
	readonly log: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Without a reason: whoever is not Slack learns nothing. */
const answerWith = (statusCode: number): UrlResponse => ({ statusCode, body: "" });
const accepted = answerWith(200);

/** Answers the requests of a function URL that Slack calls when somebody clicks a button or submits a form. Never throws. */
export function handleInteractions(ports: InteractionPorts): (event: unknown) => Promise<UrlResponse> {
	const logRejected = sampledLog(ports);
	return async (event) => {
		const request = urlRequestIn(event);
		if (request === null || !isForm(request)) return answerWith(400);
		try {
			const problem = ports.headerProblem(request, ports.now()) ?? (await problemOf(request, ports));
			if (problem === "no signing secret") {
				logRejected("rejected: the Slack secret has no signingSecret", {});
				return answerWith(503);
			}
			if (problem !== null) {
				logRejected("rejected: not signed by Slack", { problem });
				return answerWith(401);
			}
			return await interact(ports.parse(request.body), ports);
		} catch (error) {
			logRejected("rejected: failed", { error: messageOf(error) });
			return answerWith(error instanceof MalformedEventError ? 400 : 503);
		}
	};
}

/** A signature that is wrong may be by a signing secret that was stored just now. */
async function problemOf(
	request: UrlRequest,
	{ readSigningSecret, signatureProblem, now }: InteractionPorts,
): Promise<SignatureProblem | "no signing secret" | null> {
	const signingSecret = await readSigningSecret();
	if (signingSecret === null) return "no signing secret";
	const problem = signatureProblem(request, signingSecret, now());
	const current = problem === "wrong signature" ? await readSigningSecret("fresh") : signingSecret;
	return current === null || current === signingSecret ? problem : signatureProblem(request, current, now());
}

const logEveryMs = 60_000;

/** Everybody can have a request rejected: of each kind one is logged a minute, with how many were not since the last one. */
function sampledLog({ log, now }: Pick<InteractionPorts, "log" | "now">): InteractionPorts["log"] {
	const kinds = new Map<string, { readonly from: number; readonly notLogged: number }>();
	return (message, fields) => {
		const { from, notLogged } = kinds.get(message) ?? { from: Number.NEGATIVE_INFINITY, notLogged: 0 };
		if (now() < from) {
			kinds.set(message, { from, notLogged: notLogged + 1 });
			return;
		}
		kinds.set(message, { from: now() + logEveryMs, notLogged: 0 });
		log(message, notLogged === 0 ? fields : { ...fields, notLogged });
	};
}

const isForm = ({ method, headers }: UrlRequest): boolean =>
	method === "POST" && /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");

async function interact(interaction: Interaction, ports: InteractionPorts): Promise<UrlResponse> {
	switch (interaction.kind) {
		// A link in a message is a click as well, and Slack shows a warning beside it unless that is accepted.
		case "other":
			return accepted;
		case "click":
			await open(interaction, ports);
			return accepted;
		case "submission":
			return submit(interaction, ports);
	}
}

async function open(click: Click, ports: InteractionPorts): Promise<void> {
	const { approvers, approvalHours: hours } = ports.slack;
	if (!approvers.includes(click.user)) {
		await ports.openNotice(click, notAnApprover(click.user));
		return;
	}
	await ports.openForm(click, { hours });
}

async function submit(
	{ kind: _, answer, message, ...given }: Submission,
	ports: InteractionPorts,
): Promise<UrlResponse> {
	const { key, submission, user, userName, reason } = given;
	const problem = (text: string) => json(ports.formProblem(text));
	if (!ports.slack.approvers.includes(user)) return problem(notAnApprover(user));
	if (reason === "") return problem("Write the reason.");
	const at = new Date(ports.now()).toISOString();
	try {
		await ports.enqueue(
			encodeAnswer({ answer: { kind: answer, key, submission, user, userName, reason, at }, message }),
		);
	} catch (error) {
		ports.log("an answer could not be taken", { user, deployment: key.deployment, error: messageOf(error) });
		return problem("Nothing has changed: your answer could not be taken. Try again in a minute.");
	}
	ports.log("an answer was taken", { user, answer, deployment: key.deployment });
	return json({ response_action: "clear" });
}

/** For people. */
const notAnApprover = (user: string): string =>
	`Your member id, ${user}, is not in slack.approvers of Shipshape's policy, so you cannot answer.`;

const json = (content: object): UrlResponse => ({
	...{ statusCode: 200, headers: { "content-type": "application/json" } },
	body: JSON.stringify(content),
});
