import { createHash } from "node:crypto";
import type { SlackMessage } from "../slack/blocks.ts";
import { allFindingsLink } from "../slack/console-link.ts";
import type { About } from "./about.ts";
import { linesOf, toChatLine, toChatText } from "./plain-text.ts";

/**
 * A custom notification of Amazon Q Developer in chat applications, which posts nothing that has another form (Amazon Q Developer in
 * chat applications administrator guide, "Custom notifications").
 */
interface ChatEvent {
	readonly version: "1.0";
	readonly source: "custom";
	readonly content: {
		readonly textType: "client-markdown";
		readonly title: string;
		readonly description: string;
		readonly nextSteps?: readonly string[];
		readonly keywords: readonly string[];
	};
	readonly metadata: {
		/** Messages with the same one are a thread. */
		readonly threadId?: string;
		readonly summary: string;
		readonly eventType: string;
		readonly relatedResources?: readonly string[];
		/** Custom actions can use these as variables, so their values have neither spaces nor characters outside ASCII. */
		readonly additionalContext: Readonly<Record<string, string>>;
	};
}

/**
 * Characters, and number of steps. That page documents no limits; Amazon Q Developer posts the message in Slack's blocks, of which a
 * section has at most 3,000 characters.
 */
const chatLimits = { description: 2_800, line: 1_600, step: 1_200, steps: 3, resources: 10 } as const;

const eventTypes: Readonly<Record<About["kind"], string>> = {
	change: "ShipshapeChange",
	digest: "ShipshapeDigest",
	summary: "ShipshapeSummary",
	"first-sweep": "ShipshapeFirstSweep",
};

/** A message of Slack as a custom notification, shortened. */
export function chatEvent({ text, blocks }: SlackMessage, about: About): ChatEvent {
	const { kind, severity, place, subject, changes } = about;
	const [first] = blocks;
	const title = toChatText(first?.type === "header" ? first.text.text : (text.split("\n")[0] ?? ""));
	const lines = linesOf(blocks);
	const commands = lines.flatMap((line) => (line.kind === "command" ? toChatLine(line) : []));
	const steps = commands.filter(({ length }) => length <= chatLimits.step).slice(0, chatLimits.steps);
	const link = allFindingsLink(place);
	const more = link === null ? "more in Security Hub" : `more in <${link}|Security Hub>`;
	// Only the address of a link makes a line longer, and half a link is none.
	const texts = lines
		.filter((line) => line.kind !== "command")
		.map(toChatLine)
		.filter(({ length }) => length <= chatLimits.line);
	const resources = [...new Set(changes.map((change) => change.subject))].filter(isPlainArn);
	return {
		version: "1.0",
		source: "custom",
		content: {
			textType: "client-markdown",
			title,
			description: joinWithin(texts, more, chatLimits.description) || title,
			...(steps.length === 0 ? {} : { nextSteps: steps }),
			keywords: [severity, place.account, place.region],
		},
		metadata: {
			...(subject === null ? {} : { threadId: threadIdOf(subject) }),
			summary: title,
			eventType: eventTypes[kind],
			...(resources.length === 0 ? {} : { relatedResources: resources.slice(0, chatLimits.resources) }),
			additionalContext: { kind, severity, account: place.account, region: place.region },
		},
	};
}

/** As many lines as fit, and `more` in place of the others. */
function joinWithin(lines: readonly string[], more: string, maxLength: number): string {
	const whole = lines.join("\n");
	if (whole.length <= maxLength) return whole;
	const shown: string[] = [];
	let length = more.length;
	for (const line of lines) {
		length += line.length + 1;
		if (length > maxLength) break;
		shown.push(line);
	}
	return [...shown, more].join("\n");
}

/** Of ECS and ECR; others, with names that AWS does not accept, are left out. */
const isPlainArn = (arn: string): boolean => /^arn:[\w:/.+=,-]{1,1000}$/.test(arn);

const idLength = 32;

/** The same for all messages about a subject. */
const threadIdOf = (arn: string): string =>
	`shipshape-${createHash("sha256").update(arn).digest("hex").slice(0, idLength)}`;
