import type { BlockRecord, LedgerEntry } from "../../core/ledger.ts";

/** The last attempt to block the entry's revision because of this control; undefined when there was none. */
export function findBlockForControl(control: string, entry: LedgerEntry): BlockRecord | undefined {
	return entry.blocks.findLast(
		(block) => String(block.revision) === entry.about["revision"] && block.because.includes(control),
	);
}

/** The outcome of an attempt to block a deployment; a failed attempt is never described as a block. */
export function blockSentence(block: BlockRecord, entry: LedgerEntry): string {
	if (block.action === "gate") return gateSentence(block);
	const revision = `revision ${block.revision}`;
	switch (block.outcome) {
		case "done":
			return `${revision} was blocked (deregistered)${stillActive(activeRevisionOf(entry))}`;
		case "would-have":
			return `${revision} would have been blocked (audit mode)`;
		case "failed":
			return `${revision} could not be blocked: ${block.reason ?? "no reason was given"}`;
		case "gone":
			return `${revision} became inactive before it could be deregistered`;
		case "protected":
			return `${revision} was not blocked: ${block.reason ?? "its family is protected"}`;
	}
}

/** What the gate has decided about a deployment; what it let through is never described as refused. */
function gateSentence(block: BlockRecord): string {
	const deployment = `the deployment of revision ${block.revision} to service ${serviceOfGate(block)}`;
	switch (block.outcome) {
		case "done":
			return `the gate refused ${deployment}`;
		case "would-have":
			return `the gate would have refused ${deployment} (audit mode)`;
		case "failed":
			return `the gate could not check ${deployment}, which went on: ${block.reason ?? "no reason was given"}`;
		default:
			return `the gate did not refuse ${deployment}: ${block.reason ?? "its family is protected"}`;
	}
}

/** `CLUSTER/SERVICE`, from the ARN of the service revision: `…:service-revision/CLUSTER/SERVICE/ID`. */
export const serviceOfGate = ({ resource }: BlockRecord): string => resource.split("/").slice(1, 3).join("/");

function stillActive(revision: string | undefined): string {
	if (revision === undefined) return "";
	return revision === "none" ? "; no revision is active" : `; ${revision} is active`;
}

/**
 * The family's newest active revision, `none` if it has none, undefined if that is unknown. ECS may still list a revision as
 * active when it has just been deregistered (its reads are eventually consistent), and such a revision never becomes active again.
 */
export function activeRevisionOf({ about, blocks }: LedgerEntry): string | undefined {
	const revision = about["activeRevision"];
	const isDeregistered = blocks.some(
		(block) => block.action === "deregister" && block.outcome === "done" && String(block.revision) === revision,
	);
	return isDeregistered ? undefined : revision;
}
