import { randomBytes } from "node:crypto";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";

/** One message as the endpoint received it. */
export interface Received {
	readonly at: string;
	readonly method: string;
	/** The parsed JSON, or the text when it is none. */
	readonly body: unknown;
}

export interface SlackDouble extends Loopback {
	/** The incoming webhook: a secret, as Slack's own. */
	readonly webhook: string;
	readonly received: readonly Received[];
}

const maxBlocks = 50;

/** An incoming webhook of Slack: takes a message that Slack would take, answers `ok`, refuses the others in Slack's words. */
export async function slackDouble(failed: (error: unknown) => void): Promise<SlackDouble> {
	const path = `/services/T${hex(4)}/B${hex(4)}/${hex(12)}`;
	const received: Received[] = [];
	const loopback = await listen((request) => {
		if (request.path !== path) return plain(404, "no_service");
		const body = parsed(request.body);
		received.push({ at: new Date().toISOString(), method: request.method, body });
		return judged(request, body);
	}, failed);
	return { ...loopback, webhook: `${loopback.url}${path}`, received };
}

function judged({ method }: Request, body: unknown): Reply {
	if (method !== "POST" || typeof body !== "object" || body === null) return plain(400, "invalid_payload");
	const { text, blocks = [] } = body as { readonly text?: unknown; readonly blocks?: unknown };
	if (typeof text !== "string" || text.trim() === "") return plain(400, "no_text");
	if (!Array.isArray(blocks) || blocks.length > maxBlocks) return plain(400, "invalid_blocks");
	return plain(200, "ok");
}

const plain = (status: number, body: string): Reply => ({ status, headers: { "content-type": "text/plain" }, body });
const hex = (bytes: number): string => randomBytes(bytes).toString("hex").toUpperCase();

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
