import { Account } from "../account.ts";
import { checkBlocks } from "../check-blocks.ts";
import { checkFindings, checkUnread } from "../check-findings.ts";
import { checkDeadLetters, checkMalformed, checkQueues } from "../check-queues.ts";
import { type HistoryOptions, openAccount, redrive, unique } from "../history.ts";
import { expectationsOf } from "../model.ts";
import { Random } from "../random.ts";
import type { Services } from "../services.ts";
import type { SimulatedQueue } from "../sqs.ts";
import type { Violation } from "../violations.ts";
import { planBurst } from "./bursts.ts";
import { checkBeliefs } from "./check-beliefs.ts";
import { checkPosts } from "./check-posts.ts";
import { checkLetters, checkRequests } from "./check-requests.ts";
import { checkThreads } from "./check-threads.ts";
import { planSchedule, settle } from "./schedule.ts";
import { routesOf, type SlackSettings, settingsOf } from "./settings.ts";
import { troublesOf } from "./troubles.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const busyMinutes = 40;

/**
 * Runs the history of a seed in which messages go to several destinations, by routes that may change, while destinations ask to wait or
 * reject what they get, every call may fail and every function may be killed; returns what it violates.
 */
export async function runSlackHistory(
	seed: number,
	{ variant, print }: HistoryOptions = {},
): Promise<readonly Violation[]> {
	const { services, bus, queues } = openAccount(seed, { variant, print });
	const { clock, faults, note, slack } = services;
	const random = new Random(seed, "Slack");
	const settings = settingsOf(random, clock.time);
	slack.hasThreads = settings.keys.some((key) => key.startsWith("channel#"));
	slack.hasQuietHours = settings.quiet !== null;
	deploy(services, settings);
	slack.troubles.push(...troublesOf(random, settings.keys, clock.time, faults.endAt));
	for (const one of slack.troubles)
		note(() => `${one.key} answers ${JSON.stringify(one.answer)} from ${timeOf(one.from)} to ${timeOf(one.until)}`);
	if (random.chance(0.4)) {
		clock.after(random.between(5 * minuteMs, busyMinutes * minuteMs), () => {
			settings.routes.set(clock.time, routesOf(random, settings.named));
			deploy(services, settings);
		});
	}
	const account = new Account(services, bus, new Random(seed, "account"));
	account.plan(busyMinutes);
	planBurst(services, bus, new Random(seed, "burst"));
	planSchedule(services, random.between(5, 20) * minuteMs, faults.endAt + hourMs);
	clock.at(faults.endAt, () => note(() => "the faults end"));
	try {
		await clock.run();
		const violations: Violation[] = [...checkDeadLetters(services, queues)];
		await redrive(services, queues);
		if (!(await settle(services)))
			violations.push({ invariant: "I9", text: "Slack's reader never sends what it has left" });
		violations.push(...(await checkThreads(services, settings)));
		return unique([...violations, ...checkAll(services, queues, settings)]);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return [{ invariant: "I6", text: error.message }];
	}
}

const timeOf = (time: number): string => new Date(time).toISOString().slice(11);

/** Deploys the policy of the settings, as they are now. */
function deploy(services: Services, { slack, routes }: SlackSettings): void {
	const { policy, note } = services;
	const own = routes.last.map(({ route }) => route);
	services.policy = { ...policy, slack: { ...policy.slack, ...slack, routes: own } };
	services.fingerprint = `${services.fingerprint}+`;
	note(() => `${services.fingerprint}: slack is ${JSON.stringify(services.policy.slack)}`);
}

function checkAll(
	services: Services,
	queues: readonly SimulatedQueue[],
	settings: SlackSettings,
): readonly Violation[] {
	return [
		...checkQueues(services, queues),
		...checkMalformed(services, queues),
		...checkUnread(services),
		...checkBlocks(services),
		// What happens to messages changes nothing in Security Hub (I5).
		...checkFindings(services, expectationsOf(services)),
		...checkRequests(services),
		...checkLetters(services),
		...checkPosts(services, settings),
		...checkBeliefs(services, settings),
	];
}
