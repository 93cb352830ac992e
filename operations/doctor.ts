import type { OperatorClients } from "../adapters/clients/operator.ts";
import { FailedCallError } from "../adapters/explain-failure.ts";
import { isHubEnabled } from "../adapters/security-hub/read-hub.ts";
import { mapConcurrently } from "../core/map-concurrently.ts";
import { checkDeadLetters } from "./doctor/dead-letters.ts";
import { checkFunction } from "./doctor/functions.ts";
import { checkHooks } from "./doctor/hooks.ts";
import { checkLedger } from "./doctor/ledger.ts";
import { checkOffSwitch } from "./doctor/off-switch.ts";
import { checkQueue, queuesOf } from "./doctor/queues.ts";
import { checkPullTimes, checkScanning } from "./doctor/registry.ts";
import { checkRule } from "./doctor/rules.ts";
import { checkSlack } from "./doctor/slack.ts";
import { checkSweep } from "./doctor/sweep.ts";
import { checkTopic } from "./doctor/topic.ts";
import { checkTrail } from "./doctor/trail.ts";
import type { Installation } from "./installation.ts";
import { type Answer, type CheckResult, ok, problem, unknown } from "./result.ts";
import { awsCommand } from "./shell-command.ts";

interface Check {
	readonly check: string;
	readonly of?: string;
	readonly run: () => Promise<Answer>;
}

/** Calls of Lambda and EventBridge are throttled early; this is also fast enough. */
const atOnce = 4;

/**
 * Checks whether an installation can see, judge and report everything. Nothing is changed. What cannot be read is `unknown`, with the
 * action that failed. `now`: ISO 8601.
 */
export async function examine(
	clients: OperatorClients,
	installation: Installation,
	now: string,
): Promise<readonly CheckResult[]> {
	let stream: string | null = null;
	const ledger = async (): Promise<Answer> => {
		const found = await checkLedger(clients.dynamodb, installation);
		stream = found.stream;
		return found.answer;
	};
	const first = await resultOf({ check: "ledger", run: ledger });
	const checks: readonly Check[] = [
		{ check: "trail", run: () => checkTrail(clients.cloudtrail, installation) },
		{ check: "security-hub", run: () => checkHub(clients, installation) },
		{ check: "scanning", run: () => checkScanning(clients.ecr, installation) },
		{ check: "pull-times", run: () => checkPullTimes(clients, installation) },
		...installation.rules.map((rule) => ({
			check: "rule",
			of: rule.id,
			run: () => checkRule(clients.events, installation, rule),
		})),
		...installation.functions.map((one) => ({
			check: "function",
			of: one.construct,
			run: () => checkFunction(clients.lambda, installation, one, stream),
		})),
		...queuesOf(installation).map((queue) => ({
			check: "queue",
			of: queue.of,
			run: () => checkQueue(clients.sqs, installation, queue),
		})),
		...installation.deadLetters.map((queue) => ({
			check: "dead-letters",
			of: `${queue.construct} ${queue.kind}`,
			run: () => checkDeadLetters(clients.sqs, installation, queue),
		})),
		{ check: "sweep", run: () => checkSweep(clients.dynamodb, installation, now) },
		{ check: "slack", run: () => checkNotified(clients, installation) },
		{ check: "off-switch", run: () => checkOffSwitch(clients.ssm, installation) },
		{ check: "hooks", run: () => checkHooks(clients, installation) },
	];
	return [first, ...(await mapConcurrently(atOnce, checks, resultOf))];
}

async function resultOf({ check, of = "", run }: Check): Promise<CheckResult> {
	try {
		return { check, of, ...(await run()) };
	} catch (error) {
		if (error instanceof FailedCallError) return { check, of, ...unknown(error.message) };
		throw error;
	}
}

const checkNotified = (clients: OperatorClients, installation: Installation): Promise<Answer> => {
	const { notified } = installation;
	return notified.by === "topic"
		? checkTopic(clients, installation, notified.topicArn)
		: checkSlack(clients, installation, notified);
};

async function checkHub({ securityHub }: OperatorClients, { region }: Installation): Promise<Answer> {
	if (await isHubEnabled(securityHub)) return ok("Security Hub CSPM is enabled");
	return problem(
		"Security Hub CSPM is not enabled, so findings wait and are undeliverable after six hours",
		awsCommand(region, "securityhub", "enable-security-hub", "--no-enable-default-standards"),
	);
}
