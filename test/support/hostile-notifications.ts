import fc from "fast-check";
import type { LedgerEntry } from "../../core/ledger.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import { type Severity, severities, statuses } from "../../core/verdict.ts";
import { changesBetween } from "../../domain/changes.ts";
import { type Notification, notificationOf } from "../../domain/notifications/notification.ts";
import { anyText } from "./any-text.ts";
import {
	anEntry,
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	repositorySubject,
	serviceSubject,
} from "./entries.ts";
import { hearing } from "./notifications.ts";
import { aBlock, aFamily, aRecordedVerdict } from "./verdicts.ts";

/** Mentions, broadcasts, links, markup and entities, as an attacker would write them. */
const attacks = [
	"<!channel>",
	"<!here|x>",
	"<@U012AB3CD>",
	"<!subteam^S1>",
	"<https://evil.example|fixed>",
	"<mailto:a@b.c|x>",
	"@channel #general https://evil.example",
	"&lt;!channel&gt;",
	"&amp;amp;",
	"```\n> quote\n*bold* _it_ ~s~",
	"`",
	"|>",
	"; and 3 more containers",
];
const hostile = fc.oneof(
	anyText,
	fc.constantFrom(...attacks),
	fc.tuple(fc.constantFrom(...attacks), anyText).map((pair) => pair.join("")),
);

const place = fc.constantFrom(
	{ partition: "aws", region: "ap-northeast-1" },
	{ partition: "aws-cn", region: "cn-north-1" },
	{ partition: "aws-us-gov", region: "us-gov-west-1" },
	{ partition: "aws-iso", region: "us-iso-east-1" },
);

const subject: fc.Arbitrary<Subject> = fc
	.tuple(hostile, hostile, place, fc.nat(5))
	.map(([name, other, where, kind]) => ({
		...([
			repositorySubject(name),
			{ ...imageSubject(name), digest: other },
			aFamily(name),
			serviceSubject(name, other),
			clusterSubject(name),
			capacityProviderSubject(name),
		][kind] as Subject),
		...where,
	}));

const verdict = fc
	.record({
		status: fc.constantFrom(...statuses),
		severity: fc.constantFrom(...severities),
		cause: hostile,
		remediation: hostile,
		containers: fc.oneof({ weight: 9, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constant(300) }),
	})
	.map(({ cause, containers: count, ...more }) => {
		const containers = Array.from({ length: count }, (_, at) => `${cause.slice(0, 20)}${at}`);
		const message = count === 0 ? cause : containers.map((name) => `${name}: ${cause.slice(0, 200)}`).join("; ");
		return aRecordedVerdict({ ...more, message, containers });
	});

const block = fc
	.record({
		action: fc.constantFrom("deregister", "tag", "gate", "pause", "stop-deployment", "set-back", "cloudformation-hook"),
		outcome: fc.constantFrom("done", "would-have", "failed", "gone", "protected", "not-possible", "overridden"),
		resource: hostile,
		revision: fc.nat(20),
		because: fc.array(hostile, { maxLength: 12 }),
		reason: fc.option(hostile, { nil: undefined }),
	})
	.map(({ reason, ...more }) => aBlock({ ...more, ...(reason === undefined ? {} : { reason }) }));

const entry: fc.Arbitrary<LedgerEntry> = fc
	.record({
		subject,
		verdicts: fc.array(fc.tuple(fc.oneof(hostile, fc.constant("repository/tag-immutability")), verdict), {
			maxLength: 45,
		}),
		blocks: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(block, { maxLength: 6 })),
		about: fc.record({ revision: hostile, activeRevision: hostile, tags: hostile }, { requiredKeys: [] }),
	})
	.map(({ subject: of, verdicts, ...more }) =>
		anEntry({ ...more, subject: of, arn: arnOf(of), controls: Object.fromEntries(verdicts) }),
	);

/** What is worth a message after a change from any state of a subject to any other, new and fixed failures alike. */
export const anyNotification: fc.Arbitrary<Notification> = fc
	.tuple(
		fc.option(entry),
		entry,
		fc.constantFrom<Severity>("INFORMATIONAL", "HIGH"),
		fc.constantFrom("present", "gone"),
	)
	.map(([before, after, minimum, state]) => {
		const now = { ...after, state, ...(state === "gone" ? { controls: {} } : {}) } as LedgerEntry;
		return notificationOf(changesBetween(before === null ? null : { ...before, blocks: [] }, now), hearing(minimum));
	})
	.filter((notification) => notification !== null);
