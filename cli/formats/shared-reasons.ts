import { formatList } from "../../core/text.ts";
import { compareVerdicts } from "../../core/verdict.ts";
import type { LocatedVerdict } from "../check-result.ts";
import { groupBy } from "../group-by.ts";

/** Why several controls cannot judge a subject: one thing that is unknown of it, such as its containers. */
export interface SharedReason {
	/** The message of each, without the name of a container. */
	readonly reason: string;
	/** At least two, in the order of the verdicts. */
	readonly controls: readonly string[];
	/** The worst of the verdicts, for its place and subject. */
	readonly verdict: LocatedVerdict;
	/** How many verdicts have the reason. */
	readonly count: number;
}

/** Reasons for people to read once, and the verdicts, of any status, that have none of these. */
export function takeSharedReasons(verdicts: readonly LocatedVerdict[]): {
	readonly shared: readonly SharedReason[];
	readonly others: readonly LocatedVerdict[];
} {
	const unknown = verdicts.filter(({ status }) => status === "unknown");
	const groups = groupBy(unknown, (one) => JSON.stringify([one.location.file, one.subject, one.part, reasonOf(one)]));
	const shared: SharedReason[] = [];
	const taken = new Set<LocatedVerdict>();
	for (const group of groups.values()) {
		const controls = [...new Set(group.map(({ control }) => control))];
		const [verdict] = group.toSorted(compareVerdicts);
		if (controls.length < 2 || verdict === undefined) continue;
		for (const one of group) taken.add(one);
		shared.push({ reason: reasonOf(verdict), controls, verdict, count: group.length });
	}
	return { shared, others: verdicts.filter((one) => !taken.has(one)) };
}

/** The message without the container's name, so that the same reason for several containers is shown once. */
export function reasonOf({ message, container }: LocatedVerdict): string {
	if (container === undefined) return message;
	// Of several alternatives, each names it.
	const or = "; or: ";
	return message
		.split(or)
		.map((one) => one.replace(`container ${container}`, "the container"))
		.join(or);
}

/** `16 controls cannot be judged: the containers are unknown (it is only known after apply)`. */
export const sharedReasonText = ({ controls, reason }: Pick<SharedReason, "controls" | "reason">): string =>
	`${controls.length} controls cannot be judged: ${reason}`;

/** Which they are, in a sentence. */
export const sharedControlsText = ({ controls }: SharedReason): string => `These are ${formatList(controls, 20)}`;
