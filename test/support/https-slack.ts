import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { forward } from "../../demo/doubles/aws-json.ts";
import type { Reply } from "../../demo/doubles/loopback.ts";
import { refusalOf } from "../../demo/doubles/slack-rules.ts";
import { type SlackWebApiDouble, slackWebApiDouble } from "../../demo/doubles/slack-web-api.ts";
import { type Certificate, selfSignedCertificate } from "./certificate.ts";

/**
 * What goes wrong with a request: an answer of a Slack that is not in good health, or no answer. `silent` and `cut`: the message is
 * in the channel, but the answer never comes, or ends in the middle; `reset`: the connection ends before Slack has looked at it.
 */
export type Trouble = Reply | "silent" | "cut" | "reset";

/** A request as it came. */
interface Arrived {
	readonly path: string;
	readonly body: string;
}

/**
 * Slack on this machine, with HTTPS: an incoming webhook, and below `/api/` the Web API with a channel `payments`. It has a
 * certificate of its own, which this process trusts until `close`; nothing else about TLS is different.
 */
export class HttpsSlack {
	readonly token = "xoxb-1111-secrettoken";
	origin = "";
	/** Of the webhook; another one revokes it. */
	path = "/services/T000/B000/secretwebhook";
	/** Everything that arrived. */
	readonly arrived: Arrived[] = [];
	/** First lines of what the channel of the webhook shows. */
	readonly shown: string[] = [];
	/** Asked for each request. */
	trouble: (request: Arrived) => Trouble | undefined = () => undefined;
	/** Called when a message is in the channel whose answer never comes. */
	whenSilent: () => void = () => undefined;
	readonly api: SlackWebApiDouble;
	readonly #server: Server;
	readonly #certificate: string;
	readonly #trusted = tls.getCACertificates("default");

	private constructor(api: SlackWebApiDouble, certificate: Certificate) {
		this.api = api;
		this.#certificate = certificate.cert;
		this.#server = createServer(certificate, (request, response) => void this.#handle(request, response));
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const arrived = { path: request.url ?? "", body: await text(request) };
		this.arrived.push(arrived);
		const trouble = this.trouble(arrived);
		const answer = ({ status, headers, body }: Reply): void => void response.writeHead(status, headers).end(body);
		if (trouble === "reset") request.socket.destroy();
		else if (typeof trouble === "object") answer(trouble);
		else {
			const { authorization = "", "content-type": type = "" } = request.headers;
			const reply = await this.#answerTo(arrived, { authorization, "content-type": type });
			if (trouble === undefined) answer(reply);
			if (trouble === "silent") this.whenSilent();
			if (trouble === "cut") {
				response.writeHead(200, { "content-length": "1000" }).write(reply.body);
				setTimeout(() => request.socket.destroy(), 20);
			}
		}
	}

	static async open(): Promise<HttpsSlack> {
		const api = await slackWebApiDouble((error) => {
			throw error;
		});
		const certificate = selfSignedCertificate();
		const slack = new HttpsSlack(api, certificate);
		api.token = slack.token;
		api.setChannel("payments", {});
		await new Promise<void>((resolve) => slack.#server.listen(0, "127.0.0.1", resolve));
		slack.origin = `https://127.0.0.1:${(slack.#server.address() as AddressInfo).port}`;
		slack.trust();
		return slack;
	}

	trust(): void {
		tls.setDefaultCACertificates([...this.#trusted, this.#certificate]);
	}

	/** This process does not know the certificate any more. */
	distrust(): void {
		tls.setDefaultCACertificates(this.#trusted);
	}

	async close(): Promise<void> {
		this.distrust();
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
		await this.api.close();
	}

	get webhook(): string {
		return `${this.origin}${this.path}`;
	}

	/** First lines of what the channel `payments` shows. */
	get inPayments(): readonly string[] {
		return this.api.messagesIn("payments").map((message) => firstLine(message.text));
	}

	async #answerTo({ path, body }: Arrived, headers: Record<string, string>): Promise<Reply> {
		if (path.startsWith("/api/")) return forward(this.api.url, { method: "POST", path, headers, body });
		if (path !== this.path) return { status: 404, body: "no_service" };
		const message: unknown = JSON.parse(body);
		const refusal = refusalOf(message);
		if (refusal !== null) return { status: 400, body: refusal };
		this.shown.push(firstLine((message as { readonly text: string }).text));
		return { status: 200, body: "ok" };
	}
}

const firstLine = (message: string): string => message.split("\n")[0] ?? "";
