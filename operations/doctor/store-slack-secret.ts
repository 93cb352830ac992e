import { awsCommand, shellCommand } from "../shell-command.ts";

/** A value that is typed: its variable in the shell, and its place in the JSON of the secret. */
interface Typed {
	readonly prompt: string;
	readonly variable: string;
	readonly key: string;
	/** In `webhooks`. */
	readonly isNamed: boolean;
}

/**
 * A command that stores what the deployed policy needs: a webhook alone, or JSON. It reads the values from the terminal, which keeps them
 * out of the history of the shell; the AWS CLI reads them from its standard input. `needs`: as of NotifiedSlack.
 */
export function storeSlackSecret(region: string, secret: string, needs: readonly string[] | null): string {
	const all = (needs ?? ["webhook"]).map(typedFor);
	const reads = all.map(({ prompt, variable }) => `${shellCommand("echo", prompt)}; read -rs ${variable}`).join("; ");
	const isAlone = all.every(({ key, isNamed }) => key === "webhook" && !isNamed);
	const format = shellCommand(isAlone ? "%s" : jsonOf(all));
	const variables = all.map(({ variable }) => variable);
	const put = ["secretsmanager", "put-secret-value", "--secret-id", secret, "--secret-string", "file:///dev/stdin"];
	const printed = variables.map((variable) => `"$${variable}"`).join(" ");
	return `${reads} && printf ${format} ${printed} | ${awsCommand(region, ...put)}; unset ${variables.join(" ")}`;
}

/** The same for a secret that has a value, of which the command keeps nothing. */
export const replaceSlackSecret = (region: string, secret: string, needs: readonly string[] | null): string =>
	`${shellCommand("echo", "This replaces the whole value of the secret.")}; ${storeSlackSecret(region, secret, needs)}`;

const variableOf: Readonly<Record<string, readonly [prompt: string, variable: string]>> = {
	webhook: ["Webhook:", "WEBHOOK"],
	botToken: ["Bot token:", "TOKEN"],
	signingSecret: ["Signing secret:", "SIGNING"],
};

function typedFor(need: string, at: number): Typed {
	const [prompt, variable] = variableOf[need] ?? [];
	if (prompt !== undefined && variable !== undefined) return { prompt, variable, key: need, isNamed: false };
	const key = need.replace(/^webhooks\./, "");
	return { prompt: `Webhook named ${key}:`, variable: `WEBHOOK_${at}`, key, isNamed: true };
}

/** A format of printf. In the order of the values; a JavaScript object would begin with the names that are numbers. */
function jsonOf(all: readonly Typed[]): string {
	const members = (some: readonly Typed[]): readonly string[] => some.map(({ key }) => `"${key}":"%s"`);
	const first = all.findIndex(({ isNamed }) => isNamed);
	const named = all.filter(({ isNamed }) => isNamed);
	if (named.length === 0) return `{${members(all).join(",")}}`;
	const webhooks = `"webhooks":{${members(named).join(",")}}`;
	return `{${[...members(all.slice(0, first)), webhooks, ...members(all.slice(first + named.length))].join(",")}}`;
}
