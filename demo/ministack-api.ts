/** Where ministack listens, and for whom it answers. */
export interface MinistackPlace {
	/** The URL of ministack. */
	readonly ministack: string;
	readonly account: string;
	readonly region: string;
}

/** Calls an API of ministack, and returns the JSON of its answer. Rejects when the call fails, and Invoke also when the function does. */
export type MinistackApi = (
	service: string,
	path: string,
	init: RequestInit,
	headers?: Readonly<Record<string, string>>,
) => Promise<unknown>;

export function ministackApi({ ministack, account, region }: MinistackPlace, signal: AbortSignal): MinistackApi {
	return async (service, path, init, headers = {}) => {
		// Ministack takes the account and the Region from the header and does not verify the signature.
		const scope = `${account}/20260101/${region}/${service}/aws4_request`;
		const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
		const answer = await fetch(`${ministack}${path}`, { ...init, headers: { ...headers, authorization }, signal });
		const text = await answer.text();
		const error = answer.headers.get("x-amz-function-error");
		if (!answer.ok || error !== null) throw new Error(`${service} ${path}: ${answer.status} ${error ?? ""} ${text}`);
		return JSON.parse(text);
	};
}

/** Lambda's Invoke (AWS Lambda API Reference): the function's answer. */
export const invokeFunction = (call: MinistackApi, functionName: string, event: object): Promise<unknown> =>
	call("lambda", `/2015-03-31/functions/${functionName}/invocations`, { method: "POST", body: JSON.stringify(event) });
