import { createHmac, timingSafeEqual } from "node:crypto";

/** A request with the headers that say who sent it; the names of headers are in lower case. */
export interface SignedRequest {
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** As it was sent: another order of its fields is another signature. */
	readonly body: Uint8Array;
}

/** Why a request is not from Slack, or not from now. */
export type SignatureProblem = "unsigned" | "late" | "wrong signature";

/** Slack says that a request more than five minutes from the local time could be a replay. */
const maxAgeSeconds = 300;

/** Whether a request cannot be from Slack, or not from now, by its headers alone; null if it can. `now`: epoch milliseconds. */
export function headerProblem({ headers }: Pick<SignedRequest, "headers">, now: number): SignatureProblem | null {
	const { timestamp, signature } = signedHeaders(headers);
	if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return "unsigned";
	return Math.abs(now / 1_000 - Number(timestamp)) > maxAgeSeconds ? "late" : null;
}

const signedHeaders = (headers: SignedRequest["headers"]) => ({
	timestamp: headers["x-slack-request-timestamp"] ?? "",
	signature: headers["x-slack-signature"] ?? "",
});

/**
 * Whether Slack has signed a request with the signing secret of the app, just now; null if it has. The signature is `v0=` and the hexadecimal
 * HMAC-SHA256 of `v0:TIMESTAMP:BODY` (Slack API, "Verifying requests from Slack"). `now`: epoch milliseconds.
 */
export function signatureProblem(request: SignedRequest, signingSecret: string, now: number): SignatureProblem | null {
	// An empty secret would be one that everybody knows.
	const problem = signingSecret === "" ? "unsigned" : headerProblem(request, now);
	if (problem !== null) return problem;
	const { headers, body } = request;
	const { timestamp, signature } = signedHeaders(headers);
	const expected = createHmac("sha256", signingSecret).update(`v0:${timestamp}:`).update(body).digest();
	const isSame = timingSafeEqual(expected, Buffer.from(signature.slice("v0=".length), "hex"));
	return isSame ? null : "wrong signature";
}
