import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readAccount } from "../../demo/account-file.ts";
import { deliver } from "../../demo/deliver.ts";
import { readEvents } from "../../demo/events.ts";
import { type LocalDeployment, withDeployment } from "../../demo/local-deployment.ts";
import { collectResults, type RunResults } from "../../demo/outcome.ts";
import { reasonOf } from "../../demo/queues.ts";
import { Random } from "../simulation/random.ts";
import { describeEmulated, root } from "../support/emulated.ts";
import { whileKilling } from "../support/handler-killer.ts";

const patience = 900_000;
/** Each run has a seed of its own, from 1. */
const runs = Number(process.env["KILL_RUNS"] ?? 1);
/** Invocations of each function. */
const mostLost = runs === 1 ? 3 : 8;
/** If chance spares the functions while they handle events, the run is repeated with other kills. */
const mostAttempts = 3;
const folder = join(root, "demo/account");
const described = readAccount(join(folder, "account.yaml"));
/** Without the deployment that asks the gate: ECS calls a hook that is killed no second time, but rolls back. */
const account = {
	...described,
	steps: described.steps.map((step) => ({ ...step, change: { ...step.change, services: [] } })),
};
const events = readEvents(join(folder, "events"), account.account, account.region);
const firstStep = events.findIndex(({ file }) => file === account.steps[0]?.after);
/** Those before the account changes: however often they are delivered, they lead to the same. */
const beforeSteps = events.slice(0, firstStep + 1);
/** Those of `beforeSteps` are delivered a second time, and each later one twice; the account changes after the second delivery. */
const again = events.flatMap((event, at) =>
	at <= firstStep ? event : [{ ...event, file: `first ${event.file}` }, event],
);

describeEmulated("handlers that are killed at random times", () => {
	const into = mkdtempSync(join(tmpdir(), "shipshape-killed-"));
	let undisturbed: ReturnType<typeof endStateOf>;
	const deployed = <T>(use: (deployment: LocalDeployment) => Promise<T>): Promise<T> =>
		withDeployment(
			{ account, policy: join(folder, "shipshape.yaml"), into },
			() => {},
			new AbortController().signal,
			use,
		);

	beforeAll(async () => {
		undisturbed = await deployed(async (deployment) => endStateOf(await resultsOf(deployment, events), deployment));
	}, patience);
	afterAll(() => rmSync(into, { recursive: true, force: true }));

	test.each(Array.from({ length: runs }, (_, at) => at + 1))(
		"and events that are delivered twice lead to the same end as an undisturbed run: seed %d",
		async (seed) => {
			let lost: LostInvocations = {};
			for (let attempt = 0; attempt < mostAttempts && !isEnough(lost); attempt++) {
				const random = new Random(seed + 1_000 * attempt, "kills");
				const run = await deployed((deployment) => killedRun(deployment, random));
				lost = run.lost;
				if (runs > 1) process.stderr.write(`seed ${seed}: ${JSON.stringify(lost)}\n`);
				expect(run.state).toEqual(undisturbed);
			}
			expect(isEnough(lost)).toBe(true);
		},
		patience,
	);
});

const killedRun = (deployment: LocalDeployment, random: Random) =>
	whileKilling(deployment, random, mostLost, async (lost) => {
		const unchanged = { ...deployment, account: { ...account, steps: [] } };
		for (let round = 0; round === 0 || (round < 9 && !isEnough(lost())); round++) await deliver(beforeSteps, unchanged);
		const results = await resultsOf(deployment, again);
		return { state: endStateOf(results, deployment), lost: lost() };
	});

type LostInvocations = Readonly<Record<string, number>>;

/** Whether invocations of the routes' functions and of the sinks' were lost. */
function isEnough(lost: LostInvocations): boolean {
	const { ImageScanned = 0, ImagePushed = 0, TaskDefinitionRegistered = 0, Findings = 0, Slack = 0 } = lost;
	return ImageScanned + ImagePushed + TaskDefinitionRegistered >= 3 && Findings + Slack >= 2;
}

async function resultsOf(deployment: LocalDeployment, sent: typeof events): Promise<RunResults> {
	const { ledger } = await deliver(sent, deployment);
	const others = { slack: [], sent: [], logErrors: [] };
	return collectResults(ledger, deployment.deployed, deployment.aws.clients, others);
}

/** What must not depend on kills and repetitions: without times, wording, and how often something was attempted. */
function endStateOf({ findings, entries, blocked, deadLetters }: RunResults, { deployed }: LocalDeployment) {
	const distinct = (lines: readonly string[]): string[] => [...new Set(lines)].toSorted();
	const consumers = [...deployed.routes, ...deployed.workers, ...deployed.later];
	return {
		findings: findings
			.map(({ Id, Compliance, RecordState, Workflow }) =>
				[Id, Compliance?.Status, RecordState, Workflow?.Status].join(" "),
			)
			.toSorted(),
		verdicts: entries.flatMap(({ arn, controls }) =>
			Object.entries(controls)
				.map(([control, { status, severity }]) => [arn, control, status, severity].join(" "))
				.toSorted(),
		),
		blocked: distinct(
			blocked.map(({ action, resource, because, outcome }) => [action, resource, ...because, outcome].join(" ")),
		),
		deadLetters: distinct(
			deadLetters.map((letter) => {
				const consumer = consumers.find(({ deadLetters }) => deadLetters.includes(letter.queue));
				const { detail } = JSON.parse(letter.body) as { readonly detail?: unknown };
				return [consumer?.name, reasonOf(letter), JSON.stringify(detail)].join(" ");
			}),
		),
	};
}
