import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { createPace } from "../adapters/clients/pace.ts";
import { sortKeys } from "../adapters/dynamodb/items.ts";
import { createSharedPace } from "../adapters/dynamodb/turns.ts";
import type { EcsPaces } from "../adapters/ecs/paced-client.ts";
import { variable } from "./variable.ts";

/**
 * Of the 20 reads of task definitions a second that ECS grants with a burst of 50 (ECS developer guide, "Request throttling"), the sweep,
 * the refresh of the images in use and repeated checks take 14 together, and never more than 15 in any second. The rest is left to the
 * account's own deployments and to their checks, which do not wait for a turn.
 */
const taskDefinitionsPerSecond = 14;

/**
 * Of the 1 a second, with a burst of 20, that ECS grants for registering and deregistering together (ibid.): so that blocking many
 * revisions at once does not keep the account from deploying. A few at a time do not wait.
 */
const deregistrations = { perSecond: 0.5, burst: 5 };

/** Of 10 a second with a burst of 20 (ibid.). */
const tags = { perSecond: 5, burst: 5 };

/** Two each of the sweep and of the route that checks task definitions, and one that refreshes the images in use (functions/, infra/). */
const readingInstances = 5;
/** The route that checks task definitions alone blocks them. */
const blockingInstances = 2;

/** Of the sweep's messages. Services have the rest: without it, ever more messages would wait for their turns in a function. */
export const familiesPerSecond = 13.5;

/** Of 20 a second; two functions of the sweep at a time, beside the refresh with 10 (adapters/ecs/read-used-images.ts). */
const serviceReadsPerSecond = 4;

/** In the line that the functions share. */
export const taskDefinitionTurns = (): EcsPaces => ({
	taskDefinitions: sharedPace(sortKeys.readLine, { perSecond: taskDefinitionsPerSecond, burst: 0 }, readingInstances),
});

/** Each waits until the next change may be made. Not part of the client, because a call to AWS may not take as long as a turn may. */
export const changeTurns = () => ({
	deregistration: sharedPace(sortKeys.deregistrationLine, deregistrations, blockingInstances),
	tag: sharedPace(sortKeys.tagLine, tags, blockingInstances),
});

const sharedPace = (name: string, rate: { readonly perSecond: number; readonly burst: number }, maxInstances: number) =>
	createSharedPace(dynamodbClient(), variable("ledgerTable"), { name, ...rate, maxInstances });

export const sweepPaces = (): EcsPaces => ({ ...taskDefinitionTurns(), services: createPace(serviceReadsPerSecond) });
