import type { BlockRecord } from "../core/block-record.ts";
import { splitIntoChunks } from "../core/chunks.ts";
import { MalformedEventError } from "../core/errors.ts";
import { type Envelope, objectAt, type ParsedEvent, recheckSource, stringAt } from "../core/event.ts";
import type { AccountRegion, Subject, SubjectKind } from "../core/subject.ts";
import { decisionAt } from "./deployments/recorded-decision.ts";

/** Each is checked with several calls, and a message that fails is tried again as a whole. */
export const subjectsInMessage = 10;

const kindsOfEcs: readonly SubjectKind[] = ["task-definition", "service", "cluster", "capacity-provider"];

/** Whether the route that checks task definitions also checks this subject; the others are checked by the route that found them. */
export const isCheckedWithFamilies = ({ kind }: Pick<Subject, "kind">): boolean => kindsOfEcs.includes(kind);

/** What a message says beside its subjects; as in Trigger. */
interface MoreToCheck {
	readonly decided?: readonly BlockRecord[];
}

/** The bodies of messages that cause checks of subjects of one account and Region, in the format of EventBridge events. */
export function recheckMessages(
	subjects: readonly Subject[],
	newId: () => string,
	time: string,
	more: MoreToCheck = {},
): readonly string[] {
	return splitIntoChunks(subjects, subjectsInMessage).map((some) => {
		const { account, region } = some[0] as Subject;
		const envelope = { id: newId(), account, region, time, source: recheckSource, "detail-type": "Recheck" };
		return JSON.stringify({ ...envelope, resources: [], detail: { subjects: some, ...more } });
	});
}

/** What such a message says: beside an event, what the gate has decided. */
export type ParsedRecheck = ParsedEvent & Pick<MoreToCheck, "decided">;

/** Reads such a message. Throws MalformedEventError. */
export function parseRecheck({ account, region, detail }: Envelope): ParsedRecheck {
	const { subjects, decided } = detail;
	if (decided !== undefined && !Array.isArray(decided)) {
		throw new MalformedEventError("detail.decided must be a list");
	}
	if (!Array.isArray(subjects)) throw new MalformedEventError("detail.subjects must be a list");
	return {
		kind: "check",
		...(decided === undefined ? {} : { decided: decided.map((one, at) => decisionAt(one, `detail.decided[${at}]`)) }),
		subjects: subjects.map((subject, at) => subjectAt(subject, `detail.subjects[${at}]`, { account, region })),
	};
}

/** A subject in a message for an account and Region. Throws MalformedEventError, naming the path. */
export function subjectAt(
	value: unknown,
	path: string,
	{ account, region }: Pick<Envelope, "account" | "region">,
): Subject {
	const fields = objectAt(value, path);
	const text = (key: string) => stringAt(fields[key], `${path}.${key}`);
	const place: AccountRegion = { partition: text("partition"), account: text("account"), region: text("region") };
	if (place.account !== account || place.region !== region) {
		throw new MalformedEventError(`${path} is not in the message's account and Region`);
	}
	const kind = text("kind") as SubjectKind;
	switch (kind) {
		case "repository":
			return { kind, ...place, name: text("name") };
		case "image":
			return { kind, ...place, repository: text("repository"), digest: text("digest") };
		case "task-definition":
			return { kind, ...place, family: text("family") };
		case "service":
			return { kind, ...place, cluster: text("cluster"), name: text("name") };
		case "cluster":
		case "capacity-provider":
			return { kind, ...place, name: text("name") };
		default:
			throw new MalformedEventError(`${path}.kind "${kind satisfies never}" is not a kind of subject`);
	}
}
