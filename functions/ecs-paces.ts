import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { createPace } from "../adapters/clients/pace.ts";
import { createSharedPace } from "../adapters/dynamodb/turns.ts";
import type { EcsPaces } from "../adapters/ecs/paced-client.ts";
import { variable } from "./variable.ts";

/**
 * Of the 20 reads of task definitions a second that ECS grants with a burst of 50 (ECS developer guide, "Request throttling"), the sweep,
 * the refresh of the images in use and repeated checks take 14 together, and never more than 15 in any second. The rest is left to the
 * account's own deployments and to their checks, which do not wait for a turn.
 */
const taskDefinitionsPerSecond = 14;

/** Of the sweep's messages. Services have the rest: without it, ever more messages would wait for their turns in a function. */
export const familiesPerSecond = 13.5;

/** Of 20 a second; two functions of the sweep at a time, beside the refresh with 10 (adapters/ecs/read-used-images.ts). */
const serviceReadsPerSecond = 4;

/** In the line that the functions share. */
export const taskDefinitionTurns = (): EcsPaces => ({
	taskDefinitions: createSharedPace(dynamodbClient(), variable("ledgerTable"), taskDefinitionsPerSecond),
});

export const sweepPaces = (): EcsPaces => ({ ...taskDefinitionTurns(), services: createPace(serviceReadsPerSecond) });
