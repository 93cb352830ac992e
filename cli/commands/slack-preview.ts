import { BadInputError } from "../../core/errors.ts";
import { isRegionName } from "../../core/subject.ts";
import type { PicturedMessage } from "../../report/picture/message-svg.ts";
import { type Arguments, type Option, parseArguments, quote } from "../arguments.ts";
import type { Command } from "../command.ts";
import { outputOption, policyOption } from "../common-options.ts";
import { toSafeJson } from "../formats/json.ts";
import { refuseOverwriting } from "../overwriting.ts";
import { loadPolicy } from "../policy-file.ts";
import { writeReport } from "../report-file.ts";
import { type PreviewedMessage, previewOf, wordsFor } from "../slack-messages.ts";
import type { AssumedSubject } from "../slack-route.ts";
import { sanitize, type Terminal } from "../terminal.ts";
import { readVerdicts } from "../verdict-report.ts";
import type { SlackPreview } from "../verdicts.d.ts";

const about = `Prints the Slack messages that the failures in FILE would be if they were new in AWS, as Block Kit in JSON, and the channel or webhook
that the policy's routes would send each of them to. FILE is what shipshape check --format json prints; - is standard input. Calls
neither Slack nor AWS.`;

const more = `What a file does not say, and routes match by, is given for all subjects in FILE: --account, --region, --repository, --family and
--tag.`;

const options: Readonly<Record<string, Option>> = {
	digest: { type: "flag", help: "one message for each destination, as for many failures at once" },
	picture: { type: "string", value: "FILE", help: "also draws the messages; FILE ends in .html or .svg" },
	policy: policyOption,
	output: { ...outputOption, help: "writes the JSON to FILE instead of printing it" },
	account: { type: "string", value: "ID", help: "the account, twelve digits" },
	region: { type: "string", value: "REGION", help: "the Region, such as eu-central-1" },
	repository: { type: "string", value: "NAME", help: "the name of a repository" },
	family: { type: "string", value: "NAME", help: "the family of a task definition" },
	tag: { type: "string", value: "KEY=VALUE", help: "a tag; may be repeated" },
};

const statuses = { 0: "printed, also if nothing fails", 2: "bad usage or input that could not be read" };

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const given = parseArguments(args, options);
	const { flags, values, positionals } = given;
	const [path, ...more] = positionals;
	if (path === undefined || path === "" || more.length > 0)
		throw new BadInputError("slack-preview takes one file; write one that shipshape check --format json printed, or -");
	const { picture, output = "-" } = values;
	const draw = picture === undefined ? null : await painterOf(picture);
	const assumed = assumedIn(given);
	const { policy, path: policyPath } = await loadPolicy(values["policy"] ?? null, terminal);
	const read = [["the file that is read", path] as const, ["the policy", policyPath] as const];
	refuseOverwriting({ "--output": output, "--picture": picture }, read);
	const verdicts = await readVerdicts(path, terminal);
	const isDigest = flags.has("digest");
	const { messages, notes } = previewOf(verdicts, policy, assumed, { isDigest, now: new Date().toISOString() });
	const preview: SlackPreview = { schemaVersion: "1", messages: messages.map(toPublic(policy.slack.minimumSeverity)) };
	await writeReport(output, [`${toSafeJson(preview, 2)}\n`], terminal);
	if (picture !== undefined && draw !== null) await writeReport(picture, [draw(messages.map(toPictured))], terminal);
	for (const note of notes) terminal.printError(sanitize(`shipshape: ${note}`));
	return 0;
}

const toPublic =
	(minimumSeverity: SlackPreview["messages"][number]["destination"]["minimumSeverity"]) =>
	({ subjects, destination, message }: PreviewedMessage): SlackPreview["messages"][number] => ({
		subjects,
		to: wordsFor(destination),
		destination: { minimumSeverity, ...destination },
		...message,
	});

const toPictured = ({ destination, message }: PreviewedMessage): PicturedMessage => ({
	caption: `to ${wordsFor(destination)}`,
	message,
});

type Painter = (messages: readonly PicturedMessage[]) => string;

/** How a picture of this name is drawn. The code is loaded only if there is to be one. */
async function painterOf(picture: string): Promise<Painter> {
	const title = "Preview of Slack messages";
	if (/\.svg$/i.test(picture)) {
		const { slackSvg } = await import("../../report/picture/message-svg.ts");
		return (messages) => slackSvg(messages, title);
	}
	if (/\.html$/i.test(picture)) {
		const { slackPage } = await import("../../report/picture/message-page.ts");
		return (messages) => slackPage(messages, title);
	}
	throw new BadInputError(`--picture does not accept ${quote(picture)}; write a file that ends in .html or .svg`);
}

function assumedIn({ values, lists }: Arguments): AssumedSubject {
	const { account, region, repository, family } = values;
	if (account !== undefined && !/^\d{12}$/.test(account))
		throw new BadInputError(`--account does not accept ${quote(account)}; write twelve digits`);
	if (region !== undefined && !isRegionName(region))
		throw new BadInputError(`--region does not accept ${quote(region)}; write a Region, such as eu-central-1`);
	const tags = (lists["tag"] ?? []).map((tag) => {
		const [key = "", ...value] = tag.split("=");
		if (key === "" || value.length === 0)
			throw new BadInputError(`--tag does not accept ${quote(tag)}; write KEY=VALUE, such as team=web`);
		return [key, value.join("=")] as const;
	});
	return {
		...(account === undefined ? {} : { account }),
		...(region === undefined ? {} : { region }),
		...(repository === undefined ? {} : { repository }),
		...(family === undefined ? {} : { family }),
		...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
	};
}

export const slackPreview: Command = {
	...{ usage: "slack-preview FILE [OPTIONS]", about, options, more, statuses, start },
};
