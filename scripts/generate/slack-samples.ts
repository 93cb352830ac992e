import { createHash } from "node:crypto";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { RepositoryFacts, ScanFacts } from "../../core/facts.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { nameOf, type Subject } from "../../core/subject.ts";
import { compareSeverity } from "../../core/verdict.ts";
import { changesBetween } from "../../domain/changes.ts";
import { aContainer, anImage, aRepository, aScan, aTaskDefinition } from "../../domain/example-facts.ts";
import { type Notification, notificationOf } from "../../domain/notifications/notification.ts";
import { summaryCounter } from "../../domain/notifications/summary.ts";
import { at, ecs, entryOf, type Observed, openssl, place, zlib } from "./sample-entries.ts";

/* What the pictures of Slack messages show: subjects in different states. */

/** What is notified of a change. */
function notified(before: LedgerEntry | null, after: LedgerEntry): Notification {
	const found = notificationOf(changesBetween(before, after), defaultPolicy.slack);
	if (found === null) throw new Error(`a picture of nothing: ${after.arn}`);
	return found;
}

const repository = (name: string): Subject => ({ kind: "repository", ...place, name });
const repositoryEntry = (
	name: string,
	readAt: string,
	facts: Partial<RepositoryFacts>,
	before: LedgerEntry | null = null,
) => entryOf(before, repository(name), aRepository({ name, ...facts }), readAt);

const mutable = repositoryEntry("payments", at("09:12"), { tagMutability: "MUTABLE" });
const immutable = repositoryEntry("payments", at("11:40"), {}, mutable);

const billing = repositoryEntry("billing", at("09:12"), { tagMutability: "MUTABLE" });

const imageDigest = `sha256:${createHash("sha256").update("payments:1.4.2").digest("hex")}`;
const image: Subject = { kind: "image", ...place, repository: "payments", digest: imageDigest };
function imageEntry(before: LedgerEntry | null, readAt: string, scan: Partial<ScanFacts>): LedgerEntry {
	const facts = anImage({
		digest: imageDigest,
		tags: ["1.4.2"],
		scans: { value: [aScan({ digest: imageDigest, ...scan })] },
	});
	return entryOf(before, image, facts, readAt, { about: { tags: "1.4.2" } });
}
const vulnerable = imageEntry(null, at("10:00", "2026-11-18"), { vulnerabilities: [openssl] });
const worse = imageEntry(vulnerable, at("10:00"), { vulnerabilities: [zlib, openssl] });

const family = (name: string): Subject => ({ kind: "task-definition", ...place, family: name });
interface Registered extends Pick<Observed, "block"> {
	readonly before?: LedgerEntry;
	readonly revision: number;
	readonly at: string;
}
function familyEntry(
	name: string,
	{ before, revision, at: readAt, block }: Registered,
	container: Parameters<typeof aContainer>[0],
): LedgerEntry {
	const facts = aTaskDefinition({ family: name, revision, containers: [aContainer({ name, ...container })] });
	const observed = { about: { revision: String(revision) }, ...(block === undefined ? {} : { block }) };
	return entryOf(before ?? null, family(name), facts, readAt, observed);
}
const checkout = familyEntry("checkout", { revision: 7, at: at("08:00") }, {});
const refusal = {
	action: "gate",
	resource: `${ecs}:service-revision/shop/checkout/4712`,
	revision: 8,
	outcome: "done",
} as const;
const refused = familyEntry(
	"checkout",
	{ before: checkout, revision: 8, at: at("10:30"), block: refusal },
	{ readonlyRootFilesystem: false },
);

const waitsIn = { deployment: `${ecs}:service-deployment/shop/web/9876543210`, hook: "approval" };
const command =
	`aws ecs continue-service-deployment --region ${place.region} --service-deployment-arn ${waitsIn.deployment} ` +
	`--hook-id ${waitsIn.hook} --action`;
const wait: Observed["block"] = {
	...{
		action: "pause",
		resource: `${ecs}:service-revision/shop/web/4713`,
		revision: 4,
		outcome: "not-possible",
		waitsIn,
	},
	reason: `container web is privileged; to roll it back: ${command} ROLLBACK; to let it go on: ${command} CONTINUE`,
};
const webBefore = familyEntry("web", { revision: 3, at: at("08:00") }, {});
const waiting = familyEntry(
	"web",
	{ before: webBefore, revision: 4, at: at("10:45"), block: wait },
	{ privileged: true },
);

const unread = { unread: "access denied to ecr:GetLifecyclePolicy" };
const unreadAtFirst = repositoryEntry("web", at("09:00", "2026-11-20"), { lifecyclePolicy: unread });
const unreadForLong = repositoryEntry("web", at("09:30"), { lifecyclePolicy: unread }, unreadAtFirst);

const two = { tagMutability: "MUTABLE", lifecyclePolicy: { value: null } } as const;
const both = repositoryEntry("payments", at("09:12"), two);
export const one = repositoryEntry("payments", at("11:40"), { lifecyclePolicy: { value: null } }, both);

export const notifications = {
	failure: notified(null, mutable),
	fixed: notified(mutable, immutable),
	worse: notified(vulnerable, worse),
	blocked: notified(checkout, refused),
	waiting: notified(webBefore, waiting),
	unknown: notified(unreadAtFirst, unreadForLong),
	opened: notified(null, both),
	partlyFixed: notified(both, one),
} as const;

export const digest: readonly Notification[] = [
	notifications.failure,
	notifications.worse,
	notified(null, familyEntry("reports", { revision: 12, at: at("10:02") }, { user: "root" })),
	notified(null, familyEntry("thumbnails", { revision: 2, at: at("10:02") }, { readonlyRootFilesystem: false })),
	notified(null, repositoryEntry("legacy/reports", at("10:02"), { lifecyclePolicy: { value: null } })),
	notified(billing, repositoryEntry("billing", at("10:02"), {}, billing)),
];

const idOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 8);
const toPayments = { channel: "#payments" };
const counter = summaryCounter({ at: at("08:00", "2026-11-20"), open: [idOf("gone a"), idOf("gone b")] }, idOf);
counter.add([
	{ ...worse, destination: toPayments },
	{ ...both, destination: toPayments },
	refused,
	waiting,
	unreadForLong,
]);
export const { summary } = counter.result(at("08:00", "2026-11-22"), true, [
	{
		control: notifications.worse.changes[0]?.control ?? "",
		...{ resource: "image/payments@*", owner: "payments team", expires: "2026-11-30" },
		reason: "the vulnerable function is not called",
	},
]);

export const firstSweep = {
	subjects: 24,
	statuses: { pass: 142, fail: 21, unknown: 7, waived: 0, "not-applicable": 32 },
	severities: { CRITICAL: 1, HIGH: 1, MEDIUM: 14, LOW: 5, INFORMATIONAL: 0 },
	worst: digest
		.flatMap(({ entry: { subject }, changes }) => changes.map((change) => ({ ...change, name: nameOf(subject) })))
		.filter(({ kind }) => kind !== "closed")
		.toSorted((a, b) => compareSeverity(a.severity, b.severity))
		.slice(0, 4),
} as const;
