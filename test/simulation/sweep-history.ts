import type { FinishedSweep } from "../../adapters/dynamodb/sweep-state.ts";
import { decideStart } from "../../pipeline/sweep/start.ts";
import { SweepStateInMemory } from "../support/sweep-state.ts";
import { Account } from "./account.ts";
import { wrongBlocks } from "./check-blocks.ts";
import { checkFindings, checkUnread } from "./check-findings.ts";
import { checkMalformed, checkQueues } from "./check-queues.ts";
import { checkFinished, checkInstallation, checkReports, checkUnchanged, stateBefore } from "./check-sweeps.ts";
import { ClusterOwners } from "./cluster-owners.ts";
import { Deployments } from "./deployments.ts";
import { Drift } from "./drift.ts";
import { checkEarlierFindings, leaveEarlierFindings } from "./earlier-installation.ts";
import { isUntagged } from "./ecr.ts";
import type { SimulatedBus } from "./eventbridge.ts";
import { connectPipeline } from "./history.ts";
import { expectationsAfterSweep } from "./model.ts";
import { Operators } from "./operators.ts";
import { place } from "./place.ts";
import { Random } from "./random.ts";
import type { Services } from "./services.ts";
import type { SimulatedQueue } from "./sqs.ts";
import { connectSweep } from "./sweep.ts";
import type { Variant } from "./variants.ts";
import type { Violation } from "./violations.ts";

export interface SweepHistoryOptions {
	readonly variant?: Variant;
	/** Receives every line of the history. */
	readonly print?: (line: string) => void;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A sweep is due then, whatever the policy says. */
const nextSweepMs = 25 * hourMs;
/** The day ends after 50 minutes. */
const startsAt = "2026-11-20T23:10:00.000Z";
const busyMinutes = 40;
const installedMinutes = 75;
/** A sweep that is abandoned after six hours is followed by one that finishes. */
const maxTicks = 16;

/**
 * Runs the history of a seed in which AWS loses a part of its events, things happen behind the pipeline's back, the rules change, and
 * sweeps take place while everything else happens and fails. After a last sweep, in which nothing fails, the ledger and Security Hub
 * show the truth (I9), and another sweep sends nothing.
 */
export async function runSweepHistory(
	seed: number,
	{ variant, print }: SweepHistoryOptions = {},
): Promise<readonly Violation[]> {
	const { services, bus, routes, later, refreshQueue } = connectPipeline(seed, { variant, print, startsAt });
	const { clock, faults, note, table } = services;
	table.pageSize = 3;
	services.workloads.areChecked = true;
	const random = new Random(seed, "sweep");
	// Everything has existed, and been scanned, before the pipeline is installed.
	const isInstalledLast = random.chance(0.15);
	const share = isInstalledLast ? 1 : random.pick([0, 0.2, 0.5, 1]);
	bus.loses = () => random.chance(share);
	note(() => `AWS loses ${share * 100}% of the events`);
	const shapes = new Random(seed, "shapes");
	services.families.nextShape = () => ({
		isTagged: shapes.chance(0.3),
		sidecar: shapes.chance(0.3) ? { hasReadOnlyRoot: shapes.chance(0.7) } : null,
	});
	const violations: Violation[] = [];
	const state = new SweepStateInMemory();
	const queue = connectSweep(services, {
		state,
		queues: routes,
		every: random.pick([1, 24]),
		onFinish: async (sweep) => {
			services.journal.sweptAt = Date.parse(sweep.startedAt);
			violations.push(...(await checkFinished(services, sweep)));
		},
	});
	const queues = [...routes.values(), later, refreshQueue, queue];
	new Account(services, bus, new Random(seed, "account")).plan(busyMinutes);
	new Operators(services, bus, new Random(seed, "services")).plan(busyMinutes);
	new ClusterOwners(services, bus, new Random(seed, "clusters")).plan(busyMinutes);
	const drift = new Drift(services, new Random(seed, "drift"));
	drift.plan(busyMinutes);
	if (!isInstalledLast) drift.changeWhatIsRead();
	const deployments = new Deployments(services, new Random(seed, "deployments"));
	deployments.plan(busyMinutes + 30);
	if (random.chance(0.4)) leaveEarlierFindings(services, new Random(seed, "earlier installation"));
	if (isInstalledLast) clock.after(installedMinutes * minuteMs, () => queue.send(tickAt(services)));
	else planSchedule(services, queue, random);
	planMissedFindings(services, random);
	clock.at(faults.endAt, () => note(() => "the faults end"));
	try {
		await clock.run();
		if (isInstalledLast) violations.push(...checkInstallation(services));
		// A sweep that is still running is abandoned in the latter case, and its dead letters come back during the next one.
		const isLate = random.chance(0.2);
		if (isLate) {
			clock.after(7 * hourMs, () => queue.send(tickAt(services)));
			clock.after(7 * hourMs + random.between(0, minuteMs), () => redriveAll(queues));
		} else redriveAll(queues);
		await clock.run();
		// With new rules the last sweep reads everything; with the same, it may skip what has not changed.
		if (random.chance(0.5)) deployments.deploy();
		else {
			if (random.chance(0.7)) await sweepToEnd(services, queue, state);
			await runQuietDay(services, bus, seed);
		}
		services.afterImagesRead = () => undefined;
		await sweepToEnd(services, queue, state);
		// What is denied for good keeps the first sweep from being complete.
		while (isFirstAgain(await state.last())) {
			clock.after(24 * hourMs, () => undefined);
			await clock.run();
			await sweepToEnd(services, queue, state);
		}
		const check = () => checkAll(services, queues);
		violations.push(...(await checkState(services, state)), ...checkReports(services, state), ...check());
		const before = stateBefore(services, await state.last());
		clock.after(24 * hourMs, () => undefined);
		await clock.run();
		await sweepToEnd(services, queue, state);
		return [...violations, ...checkUnchanged(services, before), ...check()];
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return [...violations, { invariant: "I6", text: error.message }];
	}
}

/** Whether the sweep after this one is a first one as well. */
function isFirstAgain(last: FinishedSweep | null): boolean {
	if (last === null) return false;
	const next = decideStart({ current: null, last, rules: "others", now: last.finishedAt, every: 1 });
	return next.kind === "start" && next.sweep.isFirst;
}

function redriveAll(queues: readonly SimulatedQueue[]): void {
	for (const queue of queues) queue.redrive();
}

/** What Security Hub never receives: the stream ends before it is read, or a finding is rejected until the faults end. */
function planMissedFindings({ clock, faults, hub, note, stream }: Services, random: Random): void {
	if (random.chance(0.2)) {
		clock.after(random.between(minuteMs, 80 * minuteMs), () => {
			note(() => "the records of the stream expire before they are published");
			stream.expire("publish-findings");
		});
	}
	if (random.chance(0.5)) clock.at(faults.endAt, () => hub.rejected.clear());
}

/** The schedule's event arrives every hour, sometimes twice; in some histories the queue loses everything, once. */
function planSchedule(services: Services, queue: SimulatedQueue, random: Random): void {
	const { clock, faults, note } = services;
	const first = random.between(minuteMs, hourMs);
	for (let at = clock.time + first; at < faults.endAt; at += hourMs) {
		clock.at(at, () => queue.send(tickAt(services)));
		if (random.chance(0.1)) clock.at(at + random.between(0, 10 * minuteMs), () => queue.send(tickAt(services)));
	}
	// More of them than in an hour, so that more of what happens falls into a sweep.
	for (let more = random.between(0, 3); more > 0; more--) {
		clock.after(random.between(minuteMs, 90 * minuteMs), () => queue.send(tickAt(services)));
	}
	if (random.chance(0.85)) return;
	clock.after(first + random.between(1_000, 5 * minuteMs), () => {
		note(() => `the sweep's queue is purged of ${queue.purge()} messages`);
	});
}

/** Some more happens, while nothing fails; then the next sweep is due. */
async function runQuietDay(services: Services, bus: SimulatedBus, seed: number): Promise<void> {
	const random = new Random(seed, "quiet day");
	new Account(services, bus, random).planActions(random.between(0, 8), busyMinutes);
	new Drift(services, random).plan(busyMinutes);
	services.clock.after(nextSweepMs, () => undefined);
	await services.clock.run();
}

/** The schedule's event arrives every hour until a sweep has finished that started now or later; an earlier one may still be running. */
async function sweepToEnd(services: Services, queue: SimulatedQueue, state: SweepStateInMemory) {
	const { clock } = services;
	const now = clock.now();
	for (let ticks = 0; ticks < maxTicks; ticks++) {
		queue.send(tickAt(services));
		clock.after(hourMs, () => undefined);
		await clock.run();
		if (((await state.last())?.startedAt ?? "") >= now) return;
	}
}

const tickAt = ({ clock }: Pick<Services, "clock">): string =>
	JSON.stringify({
		id: "tick",
		"detail-type": "Scheduled Event",
		source: "aws.events",
		account: place.account,
		region: place.region,
		time: clock.now(),
		resources: [],
		detail: {},
	});

async function checkState({ fingerprint }: Services, state: SweepStateInMemory): Promise<Violation[]> {
	const [current, last] = [await state.current(), await state.last()];
	if (current === null && last?.rules === fingerprint) return [];
	return [{ invariant: "I9", text: `the last sweep did not finish: ${JSON.stringify({ current, last })}` }];
}

function checkAll(services: Services, queues: readonly SimulatedQueue[]): readonly Violation[] {
	const { table, workloads } = services;
	const canReadUses = workloads.denial?.until !== Number.POSITIVE_INFINITY;
	// An image without a tag of which AWS sent no event is not looked for, unless something uses it.
	const isUnknown = (arn: string) =>
		arn.includes("sha256:") &&
		isUntagged(arn) &&
		!table.entries.has(arn) &&
		!(canReadUses && workloads.uses.last.some(({ image, isCertain }) => isCertain && image.arn === arn));
	const expectations = expectationsAfterSweep(services).filter(({ arn }) => !isUnknown(arn));
	return [
		...checkQueues(services, queues),
		...checkMalformed(services, queues),
		...checkUnread(services),
		...wrongBlocks(services),
		...checkFindings(services, expectations),
		...checkEarlierFindings(services),
	];
}
