import { randomBytes } from "node:crypto";
import { forward } from "./aws-json.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";
import { refusalOf } from "./slack-rules.ts";
import { type SlackWebApiDouble, slackWebApiDouble } from "./slack-web-api.ts";

/** One message as the endpoint received it. */
export interface Received {
	readonly at: string;
	readonly method: string;
	/** The parsed JSON, or the text when it is not JSON. */
	readonly body: unknown;
}

export interface SlackDouble extends Loopback {
	/** The URL of the incoming webhook, which is secret, as in Slack. */
	readonly webhook: string;
	readonly received: readonly Received[];
	/** The workspace of the bot, whose Web API has the same origin. */
	readonly api: SlackWebApiDouble;
	/** The secrets that Slack shows the owner of the app. */
	readonly app: { readonly botToken: string; readonly signingSecret: string };
}

/**
 * A Slack incoming webhook, and the Web API below `/api/`: accepts the messages that Slack accepts, and rejects others with Slack's own
 * errors.
 */
export async function slackDouble(onError: (error: unknown) => void): Promise<SlackDouble> {
	const path = `/services/T${hex(4)}/B${hex(4)}/${hex(12)}`;
	const received: Received[] = [];
	const api = await slackWebApiDouble(onError);
	const app = { botToken: api.token, signingSecret: hex(16).toLowerCase() };
	const loopback = await listen((request) => {
		if (request.path.startsWith("/api/")) return forward(api.url, request);
		if (request.path !== path) return textReply(404, "no_service");
		const body = parseJson(request.body);
		received.push({ at: new Date().toISOString(), method: request.method, body });
		return validate(request, body);
	}, onError);
	const close = async (): Promise<void> => {
		await Promise.all([loopback.close(), api.close()]);
	};
	return { url: loopback.url, close, webhook: `${loopback.url}${path}`, received, api, app };
}

function validate({ method }: Request, body: unknown): Reply {
	const refusal = method === "POST" ? refusalOf(body) : "invalid_payload";
	return refusal === null ? textReply(200, "ok") : textReply(400, refusal);
}

const textReply = (status: number, body: string): Reply => ({
	status,
	headers: { "content-type": "text/plain" },
	body,
});
const hex = (bytes: number): string => randomBytes(bytes).toString("hex").toUpperCase();

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
