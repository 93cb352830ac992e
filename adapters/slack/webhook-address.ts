import { RefusedForGoodError } from "../../core/errors.ts";

export const slackOrigin = "https://hooks.slack.com";

/**
 * The webhook as an address that may be posted to: of the allowed origin and nothing else, so that a secret cannot
 * point the function at something inside. Without https only this machine may be the origin (a local run).
 * Throws RefusedForGoodError; the address, a secret itself, is never part of it.
 */
export function webhookAddress(webhook: string, origin: string): URL {
	const address = URL.canParse(webhook) ? new URL(webhook) : null;
	const allowed = URL.canParse(origin) ? new URL(origin) : null;
	if (address === null) throw new RefusedForGoodError("the Slack secret holds no address");
	if (allowed === null || !(allowed.protocol === "https:" || isThisMachine(allowed))) {
		throw new RefusedForGoodError("the allowed origin for Slack is neither https nor this machine");
	}
	if (address.origin !== allowed.origin || address.username !== "" || address.password !== "") {
		throw new RefusedForGoodError(`the Slack secret's address does not belong to ${allowed.origin}`);
	}
	return address;
}

const isThisMachine = ({ protocol, hostname }: URL): boolean =>
	protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
