import { fieldsIn, textIn } from "../../core/json.ts";

/** A request to a function URL. */
export interface UrlRequest {
	readonly method: string;
	/** By their names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: Uint8Array;
}

/** A response of a function URL (AWS Lambda developer guide, "Invoking Lambda function URLs", payload format 2.0). */
export interface UrlResponse {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** Far more than a click or a form has; the body is hashed before anything is known of who sent it. */
const maxBodyBytes = 200_000;

/** Reads the event of a function URL (same page); null if it is none, or too large to be Slack's. */
export function urlRequestIn(event: unknown): UrlRequest | null {
	const { version, headers, requestContext, body = "", isBase64Encoded } = fieldsIn(event);
	const method = textIn(fieldsIn(fieldsIn(requestContext)["http"])["method"]);
	if (version !== "2.0" || method === null || typeof body !== "string" || body.length > 2 * maxBodyBytes) return null;
	const bytes = Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8");
	if (bytes.length > maxBodyBytes) return null;
	const named = Object.entries(fieldsIn(headers)).map(([name, value]) => [name.toLowerCase(), textIn(value) ?? ""]);
	return { method, headers: Object.fromEntries(named), body: bytes };
}
