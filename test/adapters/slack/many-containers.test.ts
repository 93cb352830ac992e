import { expect, test } from "@jest/globals";
import { sizeOf } from "../../../adapters/slack/fit-message.ts";
import { toMessage } from "../../../adapters/slack/to-message.ts";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { judge } from "../../../core/judge.ts";
import { entryAfter } from "../../../core/ledger.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { aVariable } from "../../../domain/example-facts.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { aContainer, aTaskDefinition, aTmpfs, readAt } from "../../support/builders.ts";
import { hearing } from "../../support/notifications.ts";
import { faultsOf, textOf } from "../../support/slack-texts.ts";
import { aFamily } from "../../support/verdicts.ts";

test("a message about forty containers in bad shape is accepted, and says of each failure what is wrong", () => {
	const containers = Array.from({ length: 40 }, (_, at) =>
		aContainer({
			name: `log-router-for-service-${at}`,
			image: `public.ecr.aws/vendor/log-router-${at}:latest`,
			readonlyRootFilesystem: false,
			privileged: true,
			user: "root",
			capabilities: { add: ["ALL"], drop: [] },
			environment: [aVariable("DB_PASSWORD", "x"), aVariable("API_TOKEN", "y")],
			tmpfs: [aTmpfs({ path: "/data", sizeMiB: 256, options: ["exec"] })],
			logDriver: null,
		}),
	);
	const facts = aTaskDefinition({ containers, networkMode: "host" });
	const entry = entryAfter(null, {
		subject: aFamily("forty"),
		readAt,
		rules: "rules",
		verdicts: judge(controls, facts, defaultPolicy),
		blocks: [],
		about: { revision: "1", activeRevision: "1" },
	});
	const notification = notificationOf(changesBetween(null, entry), hearing());
	if (notification === null) throw new Error("it is reported");
	const whole = notification.changes.reduce((sum, { after }) => sum + (after?.message.length ?? 0), 0);
	expect(whole).toBeGreaterThan(15_000);

	const message = toMessage(notification, controls);
	expect(faultsOf(message)).toEqual([]);
	expect(sizeOf(message.blocks).text).toBeLessThanOrEqual(9_500);
	const lines = message.blocks.map(textOf);
	const heads = lines.filter((line) => /^\*(?:CRITICAL|HIGH|MEDIUM|LOW|Unknown)\*/.test(line));
	expect(heads.length).toBeGreaterThan(7);
	expect(heads.every((line) => /\|task-definition\/[a-z-]+> · <https:[^|]+\|documentation>$/.test(line))).toBe(true);
	expect(lines.filter((line) => /; and \d+ more containers/.test(line)).length).toBeGreaterThan(5);
	expect(lines.at(-1)).toContain("account 111122223333, ap-northeast-1");
});
