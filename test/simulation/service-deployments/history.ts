import { Account } from "../account.ts";
import { wrongBlocks } from "../check-blocks.ts";
import { checkReports, connectPipeline, type HistoryOptions } from "../history.ts";
import { Random } from "../random.ts";
import type { Violation } from "../violations.ts";
import { checkActions } from "./check-actions.ts";
import { checkAnswers } from "./check-answers.ts";
import { checkBreakGlass, checkRecords } from "./check-records.ts";
import { connectTags, Deployers } from "./deployers.ts";
import { LifecycleHooks } from "./hooks.ts";
import { policyOf } from "./policy.ts";
import { Rollouts } from "./rollouts.ts";
import { GatedServices } from "./state.ts";
import { connectWorker } from "./worker.ts";

const busyMinutes = 45;

/**
 * Runs the history of a seed in which revisions are deployed to services whose deployments the gate decides about, while images, tags and
 * the off switch change and every call may fail; returns what it violates.
 */
export async function runDeploymentHistory(
	seed: number,
	{ variant, print }: HistoryOptions = {},
): Promise<readonly Violation[]> {
	const { services, bus, routes, later, refreshQueue } = connectPipeline(seed, { variant, print });
	const { clock, families } = services;
	services.policy = policyOf(new Random(seed, "deployment policy"));
	services.note(() => `the policy's block: ${JSON.stringify(services.policy.block)}`);
	const shapes = new Random(seed, "shapes");
	families.nextShape = () => ({ isTagged: shapes.chance(0.3), sidecar: null });
	const ecs = new GatedServices();
	connectTags(services, ecs, services.policy.block.breakGlassTag);
	const queue = routes.get("task-definition-registered");
	if (queue === undefined) throw new RangeError("the route of task definitions is not simulated");
	const hooks = new LifecycleHooks(services, ecs, queue, new Random(seed, "hooks"));
	new Account(services, bus, new Random(seed, "account")).plan(busyMinutes);
	const rollouts = new Rollouts(services, new Random(seed, "rollouts"));
	const worker = connectWorker({ services, ecs, rollouts, familyQueue: queue });
	new Deployers({ services, ecs, hooks, rollouts }, new Random(seed, "deployers"), new Random(seed, "variety")).plan(
		busyMinutes,
	);
	const queues = [...routes.values(), refreshQueue, later, worker];
	try {
		await clock.run();
		// The faults have stopped: whatever died until then succeeds now.
		for (const one of queues) one.redrive();
		await clock.run();
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return [{ invariant: "I6", text: error.message }];
	}
	return [
		...checkAnswers({ services, ecs }),
		...checkActions({ services, ecs }),
		...checkRecords(services, ecs),
		...checkReports(services, queues),
		...wrongBlocks(services),
		...checkBreakGlass(services, ecs),
	];
}
