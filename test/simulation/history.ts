import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { Account } from "./account.ts";
import { checkBlocks } from "./check-blocks.ts";
import { checkFindings, checkUnread } from "./check-findings.ts";
import { checkMessages } from "./check-messages.ts";
import { checkDeadLetters, checkFloods, checkMalformed, checkQueues } from "./check-queues.ts";
import { checkSnapshots } from "./check-snapshots.ts";
import { VirtualClock } from "./clock.ts";
import { ClusterOwners } from "./cluster-owners.ts";
import { Denials } from "./denials.ts";
import { SimulatedTable } from "./dynamodb.ts";
import { SimulatedRegistry } from "./ecr.ts";
import { SimulatedFamilies } from "./ecs.ts";
import { SimulatedBus } from "./eventbridge.ts";
import { Faults } from "./faults.ts";
import { SimulatedItems } from "./items.ts";
import { expectationsOf, modelledControls } from "./model.ts";
import { SimulatedOffSwitch } from "./off-switch.ts";
import { Operators } from "./operators.ts";
import { Random } from "./random.ts";
import { connectRefresh } from "./refresh.ts";
import { connectRoutes } from "./routes.ts";
import { SimulatedSecurityHub } from "./security-hub.ts";
import { emptyJournal, type Services } from "./services.ts";
import { connectSinks } from "./sinks.ts";
import { SimulatedSlack } from "./slack/slack.ts";
import type { SimulatedQueue } from "./sqs.ts";
import { SimulatedStream } from "./stream.ts";
import type { Variant } from "./variants.ts";
import type { Violation } from "./violations.ts";
import { SimulatedWorkloads } from "./workloads.ts";

export interface HistoryOptions {
	readonly variant?: Variant;
	/** Receives every line of the history. */
	readonly print?: (line: string) => void;
}

interface AccountOptions {
	readonly variant?: Variant | undefined;
	readonly print?: HistoryOptions["print"] | undefined;
	/** ISO 8601 with milliseconds. */
	readonly startsAt?: string;
}

const usualStart = "2026-11-21T00:00:00.000Z";
const maxSteps = 100_000;
const busyMinutes = 40;
const faultMinutes = 90;

/** Runs the history of a seed until nothing happens any more, and returns what it violates. */
export async function runHistory(seed: number, { variant, print }: HistoryOptions = {}): Promise<readonly Violation[]> {
	const { services, bus, queues: all } = openAccount(seed, { variant, print });
	const account = new Account(services, bus, new Random(seed, "account"));
	account.plan(busyMinutes);
	services.workloads.areChecked = new Random(seed, "ECS events").chance(0.5);
	new Operators(services, bus, new Random(seed, "services")).plan(busyMinutes);
	if (services.workloads.areChecked) new ClusterOwners(services, bus, new Random(seed, "clusters")).plan(busyMinutes);
	// Dead letters are redriven when nothing fails any more.
	services.clock.at(services.faults.endAt, () => services.note(() => "the faults end"));
	const violations: Violation[] = [];
	try {
		await services.clock.run();
		violations.push(...checkDeadLetters(services, all));
		await redrive(services, all);
		violations.push(...checkEnd(services, all), ...checkFloods(services, account));
		if (new Random(seed, "repetition").chance(0.3)) {
			// Everything is delivered once more, long after it happened.
			bus.repeatAll();
			await services.clock.run();
			violations.push(...checkEnd(services, all));
		}
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		violations.push({ invariant: "I6", text: error.message });
	}
	return unique(violations);
}

/** An account of a seed in which nothing has happened yet, with the pipeline. */
export function openAccount(seed: number, options: AccountOptions = {}) {
	const { services, bus, routes, refreshQueue, later } = connectPipeline(seed, options);
	return { services, bus, queues: [...routes.values(), refreshQueue, later] };
}

/** The same with the queues of the routes by name, and that of findings that are checked again. */
export function connectPipeline(seed: number, options: AccountOptions) {
	const services = servicesOf(seed, options);
	const routes = connectRoutes(services);
	const refreshQueue = connectRefresh(services, routes.get("image-pushed"));
	services.refreshQueue = refreshQueue;
	const bus = new SimulatedBus(services, routes);
	services.bus = bus;
	return { services, bus, routes, refreshQueue, later: connectSinks(services) };
}

export const checkEnd = (services: Services, queues: readonly SimulatedQueue[]): readonly Violation[] => [
	...checkReports(services, queues),
	...checkBlocks(services),
	...checkSnapshots(services),
];

/** That nothing is lost, and that the findings and messages are right, in every history. */
export function checkReports(services: Services, queues: readonly SimulatedQueue[]): readonly Violation[] {
	const expectations = expectationsOf(services);
	return [
		...checkQueues(services, queues),
		...checkMalformed(services, queues),
		...checkUnread(services),
		...checkFindings(services, expectations),
		...checkMessages(services, expectations),
	];
}

/** The faults have stopped: whatever died until then succeeds now (I9). */
export async function redrive(services: Services, queues: readonly SimulatedQueue[]): Promise<void> {
	const letters = queues.reduce((sum, queue) => sum + queue.redrive(), 0);
	services.note(() => `redrove ${letters} dead letters`);
	// The runbook requests another reading for these, by a message with any content.
	const { refreshQueue } = services;
	if (refreshQueue !== null && refreshQueue.rejected.received.length > 0) refreshQueue.send("{}");
	await services.clock.run();
}

function servicesOf(seed: number, { variant, print, startsAt = usualStart }: AccountOptions): Services {
	const clock = new VirtualClock(startsAt, maxSteps);
	const time = () => clock.time;
	const faults = new Faults(new Random(seed, "faults"), clock.time, clock.time + faultMinutes * 60_000);
	const note = (text: () => string): void => print?.(`${clock.now().slice(11)} ${text()}`);
	const journal = emptyJournal();
	const onCall = (by: string, call: string) => void journal.calls.add(`${by} ${call}`);
	const machine = { clock, faults, note, onCall };
	const table = new SimulatedTable(time);
	const stream = new SimulatedStream(machine);
	table.onWrite = (arn, change) => {
		const verdicts = Object.entries(change.after?.controls ?? {}).filter(([, { status }]) => status !== "pass");
		note(() => `entry of ${arn}: ${verdicts.map(([id, { status }]) => `${id} ${status}`).join(", ")}`);
		stream.append(arn, change);
	};
	const policy = policyOf(new Random(seed, "policy"));
	note(() => `seed ${seed}, ${faults.profile.name}, ${policy.mode} mode`);
	const [registry, families] = [new SimulatedRegistry(time), new SimulatedFamilies(time)];
	const [hub, slack] = [new SimulatedSecurityHub(machine), new SimulatedSlack(table.entries)];
	const denials = new Denials(new Random(seed, "denials"), time, faults.endAt);
	return {
		...machine,
		policy,
		fingerprint: "rules-1",
		denials,
		table,
		stream,
		registry,
		families,
		workloads: new SimulatedWorkloads(time),
		items: itemsOf(journal, clock),
		offSwitch: new SimulatedOffSwitch(new Random(seed, "off switch"), clock, note),
		hub,
		resolutions: new Map(),
		slack,
		journal,
		variant: variant ?? null,
		afterImagesRead: () => undefined,
		bus: null,
		refreshQueue: null,
	};
}

/** Notes what happens to the items about the images in use. */
function itemsOf(journal: Services["journal"], { now }: VirtualClock): SimulatedItems {
	const items = new SimulatedItems();
	items.onPut = ({ sk, asOf, arn }) => {
		if (sk?.S === "snapshot") journal.snapshots.push({ asOf: asOf?.S ?? "", storedAt: now() });
		if (arn?.S !== undefined) journal.waitingSince.set(arn.S, now());
	};
	return items;
}

/** Most histories judge only what the model knows, which is several times as fast; the other controls always pass. */
function policyOf(random: Random): Policy {
	const mode = random.chance(0.7) ? "enforce" : "audit";
	const isWhole = random.chance(0.1);
	const controls = Object.entries(defaultPolicy.controls).map(([id, settings]) => {
		return [id, { ...settings, enabled: settings.enabled && (isWhole || modelledControls.includes(id)) }] as const;
	});
	const block = { ...defaultPolicy.block, protected: ["safe-*"] };
	return { ...defaultPolicy, mode, controls: Object.fromEntries(controls), block };
}

export function unique(violations: readonly Violation[]): readonly Violation[] {
	return [...new Map(violations.map((one) => [JSON.stringify(one), one])).values()];
}
