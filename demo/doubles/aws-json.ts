import type { Reply, Request } from "./loopback.ts";

/** The fields of a request or response. */
export type Fields = Readonly<Record<string, unknown>>;

/** An AWS service error; the name is one of the operation's errors in the service model. */
export class AwsError extends Error {
	override readonly name: string;

	constructor(name: string, message: string) {
		super(message);
		this.name = name;
	}
}

/** The operation in the target header of a JSON 1.1 request: `DescribeImages`. */
export function operationOf({ headers }: Request): string {
	return headers["x-amz-target"]?.split(".").at(-1) ?? "";
}

/** A request's body as an object; an empty body is an empty object. */
export function fieldsOf({ body }: Request): Fields {
	const value: unknown = body === "" ? {} : JSON.parse(body);
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
	throw new AwsError("SerializationException", "the request is not an object");
}

/** A reply in the JSON protocols; an AwsError becomes the error reply that SDKs recognize. */
export function toReply(answer: () => Fields): Reply {
	try {
		return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(answer()) };
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		return {
			status: 400,
			headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": error.name },
			body: JSON.stringify({ __type: error.name, message: error.message }),
		};
	}
}

/** A request of the same caller for another operation of the service. */
export const requestFor = (request: Request, operation: string, fields: Fields): Request => ({
	...request,
	headers: { ...request.headers, "x-amz-target": request.headers["x-amz-target"]?.replace(/[^.]+$/, operation) ?? "" },
	body: JSON.stringify(fields),
});

/** Forwards a request unchanged and returns the reply unchanged. */
export async function forward(endpoint: string, { method, path, headers, body }: Request): Promise<Reply> {
	const { host, connection, "content-length": length, ...kept } = headers;
	const answer = await fetch(`${endpoint}${path}`, { method, headers: kept, ...(body === "" ? {} : { body }) });
	const type = answer.headers.get("content-type");
	const error = answer.headers.get("x-amzn-errortype");
	return {
		status: answer.status,
		headers: {
			...(type === null ? {} : { "content-type": type }),
			...(error === null ? {} : { "x-amzn-errortype": error }),
		},
		body: await answer.text(),
	};
}

/** One page of a list and the token of the next; tokens are opaque to callers. */
export function pageOf<T>(
	items: readonly T[],
	token: unknown,
	size: number,
): { page: readonly T[]; nextToken?: string } {
	const from = token === undefined || token === null ? 0 : Number(Buffer.from(String(token), "base64url").toString());
	if (!Number.isInteger(from) || from < 0)
		throw new AwsError("InvalidParameterException", "the page token is not valid");
	const next = from + size;
	const page = items.slice(from, next);
	return next < items.length ? { page, nextToken: Buffer.from(String(next)).toString("base64url") } : { page };
}
