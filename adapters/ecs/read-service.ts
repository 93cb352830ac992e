import { setTimeout as pause } from "node:timers/promises";
import { DescribeServicesCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import type { ServiceSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";
import { countResults, onlyItem } from "./only-item.ts";
import { isEnding } from "./platform-versions.ts";
import { nullIfClusterNotFound } from "./search.ts";
import { type DescribedService, describedServiceOf } from "./service-facts.ts";

const action = "ecs:DescribeServices";

export const permissions: readonly Permission[] = [
	{ action, on: "service" },
	// The tags are requested with the service; ECS denies those of a task definition to callers without this permission.
	{ action: "ecs:ListTagsForResource", on: "service", through: action },
];

/**
 * A service and the revision that it runs; null if there is no such service or cluster, or if the service is being deleted
 * (DRAINING). Express Mode services are services like any other (`resourceManagementType` ECS). Throws TryLaterError.
 */
export async function readService(
	client: ECSClient,
	subject: ServiceSubject,
	readAt: string,
): Promise<Reading<DescribedService | null>> {
	return readingOf(action, nullIfClusterNotFound(describe(client, subject, readAt)));
}

async function describe(client: ECSClient, subject: ServiceSubject, readAt: string): Promise<DescribedService | null> {
	const { cluster, name } = subject;
	const command = new DescribeServicesCommand({ cluster, services: [name], include: ["TAGS"] });
	const { services, failures } = await callAws(action, (options) => client.send(command, options), {
		isComplete: (answer) => countResults({ items: answer.services, failures: answer.failures }) > 0,
	});
	const service = onlyItem(action, { items: services, failures });
	return service === null || isEnding(service) ? null : describedServiceOf(service, subject, readAt);
}

/** The most services in a request (DescribeServices, service model of ECS). */
const maxDescribed = 10;

/** How long a check waits for others that read a service of the same cluster; checks of a batch begin together. */
const gatherMs = 50;

type ReadService = (subject: ServiceSubject, readAt: string) => ReturnType<typeof readService>;

interface Request {
	readonly subject: ServiceSubject;
	readonly readAt: string;
	readonly done: PromiseWithResolvers<Reading<DescribedService | null>>;
}

/** As `readService`, but services of one cluster that are asked for at the same time are read in one call. */
export function createServiceReader(
	client: ECSClient,
	gather: () => Promise<unknown> = () => pause(gatherMs),
): ReadService {
	const gathering = new Map<string, Request[]>();
	return (subject, readAt) => {
		const { cluster } = subject;
		const known = gathering.get(cluster);
		const group = known ?? [];
		const request = { subject, readAt, done: Promise.withResolvers<Reading<DescribedService | null>>() };
		group.push(request);
		const send = (): void => {
			if (gathering.get(cluster) !== group) return;
			gathering.delete(cluster);
			void readGroup(client, cluster, group);
		};
		if (known === undefined) {
			gathering.set(cluster, group);
			gather().then(send, send);
		}
		if (group.length === maxDescribed) send();
		return request.done.promise;
	};
}

/** Each is read by itself if the call failed for good, such as when one of them is denied, or if the response does not mention it. */
async function readGroup(client: ECSClient, cluster: string, group: readonly Request[]): Promise<void> {
	const alone = ({ subject, readAt, done }: Request): void => done.resolve(readService(client, subject, readAt));
	const [first, ...others] = group;
	if (first !== undefined && others.length === 0) return alone(first);
	const services = [...new Set(group.map(({ subject }) => subject.name))];
	const command = new DescribeServicesCommand({ cluster, services, include: ["TAGS"] });
	try {
		const answer = await nullIfClusterNotFound(
			callAws(action, (options) => client.send(command, options), {
				isComplete: (one) => countResults({ items: one.services, failures: one.failures }) >= services.length,
			}),
		);
		for (const request of group) {
			const { subject, readAt, done } = request;
			const found = answer?.services?.find(({ serviceArn }) => nameIn(serviceArn) === subject.name);
			const missing = answer?.failures?.find(({ arn }) => nameIn(arn) === subject.name)?.reason === "MISSING";
			if (found !== undefined)
				done.resolve({ value: isEnding(found) ? null : describedServiceOf(found, subject, readAt) });
			else if (answer === null || missing) done.resolve({ value: null });
			else alone(request);
		}
	} catch (error) {
		for (const request of group) {
			if (error instanceof TryLaterError) request.done.reject(error);
			else alone(request);
		}
	}
}

const nameIn = (arn: string | undefined): string | undefined => arn?.split("/").at(-1);
