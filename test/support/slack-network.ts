import { EventEmitter } from "node:events";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { PassThrough } from "node:stream";
import { jest } from "@jest/globals";

/** Answers the requests to Slack that leave this process, by their address and body. Ends with `jest.restoreAllMocks`. */
export function answerForSlack(answer: (address: URL, body: string) => { status: number; body: string }): void {
	const fake = (address: URL, _: object, onResponse: (response: IncomingMessage) => void): ClientRequest => {
		const request = new EventEmitter();
		const end = (json: string): void => {
			const { status, body } = answer(address, json);
			const response = Object.assign(new PassThrough(), { statusCode: status, headers: {} });
			onResponse(response as unknown as IncomingMessage);
			response.end(body);
		};
		return Object.assign(request, { end }) as unknown as ClientRequest;
	};
	for (const network of [http, https]) {
		jest.spyOn(network, "request").mockImplementation(fake as unknown as typeof https.request);
	}
}
