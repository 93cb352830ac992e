import type { Undelivered } from "../../adapters/sqs/undelivered.ts";
import type { Policy } from "../../core/policy.ts";
import type { Subject } from "../../core/subject.ts";
import type { Denials } from "./denials.ts";
import type { SimulatedTable } from "./dynamodb.ts";
import type { SimulatedRegistry } from "./ecr.ts";
import type { SimulatedFamilies } from "./ecs.ts";
import type { SimulatedBus } from "./eventbridge.ts";
import type { Invocation, Machine } from "./invocation.ts";
import type { SimulatedItems } from "./items.ts";
import type { SimulatedOffSwitch } from "./off-switch.ts";
import type { SimulatedSecurityHub } from "./security-hub.ts";
import type { SimulatedSlack } from "./slack/slack.ts";
import type { SimulatedQueue } from "./sqs.ts";
import type { SimulatedStream } from "./stream.ts";
import type { Variant } from "./variants.ts";
import type { SimulatedWorkloads } from "./workloads.ts";

/** A revision that the pipeline deregistered. Times are epoch milliseconds. */
interface Deregistration {
	readonly arn: string;
	readonly at: number;
	/** When the invocation began that did it. */
	readonly since: number;
	/** The function that did it. */
	readonly by: string;
}

/** A snapshot of the images in use; ECS was read between these times. ISO 8601. */
export interface StoredSnapshot {
	readonly asOf: string;
	readonly storedAt: string;
}

/** A check of a repository read a snapshot, or found none (null). `time`: for which it had to be new enough; ISO 8601. */
interface SnapshotReading {
	readonly asOf: string | null;
	readonly time: string;
}

/** What happened in a history, beside the state that it ends in. */
interface Journal {
	readonly deregistrations: Deregistration[];
	/** Every observation of a subject: its ARN, when, and by which function. */
	readonly observations: { readonly arn: string; readonly at: number; readonly by: string }[];
	/** When the last sweep that has finished started, epoch milliseconds; null if none has. */
	sweptAt: number | null;
	/** Ids of messages that were deleted from their queue although nothing was recorded or logged about them. */
	readonly unaccounted: string[];
	readonly undelivered: Undelivered[];
	readonly snapshots: StoredSnapshot[];
	/** By the repository's ARN and the time of the check's reading. */
	readonly snapshotReadings: Map<string, SnapshotReading>;
	/** When a repository was last added to those that wait for a snapshot, by its ARN; ISO 8601. */
	readonly waitingSince: Map<string, string>;
	/** Times of the messages that check repositories again after a refresh. */
	/** Functions and the calls that they have made: `image-pushed dynamodb:Query`. */
	readonly calls: Set<string>;
	/** Bodies of messages that are no events of the account. */
	readonly malformed: string[];
}

export const emptyJournal = (): Journal => ({
	deregistrations: [],
	observations: [],
	sweptAt: null,
	unaccounted: [],
	undelivered: [],
	snapshots: [],
	snapshotReadings: new Map(),
	waitingSince: new Map(),
	calls: new Set(),
	malformed: [],
});

/** Everything that surrounds the pipeline. */
export interface Services extends Machine {
	/** The deployed rules: an invocation keeps those with which it begins. */
	policy: Policy;
	fingerprint: string;
	readonly denials: Denials;
	readonly table: SimulatedTable;
	readonly stream: SimulatedStream;
	readonly registry: SimulatedRegistry;
	readonly families: SimulatedFamilies;
	readonly workloads: SimulatedWorkloads;
	/** The items about the images in use. */
	readonly items: SimulatedItems;
	readonly offSwitch: SimulatedOffSwitch;
	readonly hub: SimulatedSecurityHub;
	/** The last two times at which a finding was to be resolved by the pipeline, by its id; ISO 8601. */
	readonly resolutions: Map<string, readonly string[]>;
	readonly slack: SimulatedSlack;
	readonly journal: Journal;
	readonly variant: Variant | null;
	/** Called when the images of a family or service were read, before anything else is done about it. */
	afterImagesRead: (subject: Subject) => void;
	/** The bus, once there is one: it needs the routes, which need the services. */
	bus: SimulatedBus | null;
	/** The queue of requests to refresh the images in use, once there is one. */
	refreshQueue: SimulatedQueue | null;
}

/**
 * Reads pages until one has content. AWS may answer an empty page with a token, which does not mean that there is nothing
 * (fault row A08).
 */
export async function readPages<T>(
	{ faults, clock, variant }: Services,
	invocation: Invocation,
	action: string,
	read: () => T | null,
): Promise<T | null> {
	for (;;) {
		const page = await invocation.call(action, () =>
			faults.occurs(0.03, clock.time) ? { isEmpty: true as const } : { isEmpty: false as const, content: read() },
		);
		if (!page.isEmpty) return page.content;
		if (variant === "gone taken from one empty page") return null;
	}
}
