import { createRefreshRequests } from "../../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../../adapters/dynamodb/used-images.ts";
import { readImagesInUseIfNeeded } from "../../adapters/ecr/images-in-use.ts";
import { arnOf } from "../../core/subject.ts";
import { readLastSnapshot } from "../../pipeline/images-in-use.ts";
import type { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import type { Invocation } from "./invocation.ts";
import { readPages, type Services } from "./services.ts";

type Readers = Pick<Parameters<typeof observeRepositoriesAndImages>[0], "repository" | "usedImages">;

const table = "ledger";

/** As `repositoryAndImagePorts` of functions/ports.ts. Notes which snapshot each reading of a repository used. */
export function repositoryReaders(services: Services, invocation: Invocation): Readers {
	const { clock, denials, faults, items, journal, registry } = services;
	const client = items.client(invocation);
	const usedImages = createUsedImages(client, table);
	/** By ARN: a function checks a repository once at a time. */
	const used = new Map<string, { asOf: string | null; readonly time: string }>();
	return {
		async repository(subject, readAt, readUsedImages) {
			const facts = await readPages(services, invocation, "ecr:DescribeRepositories", () =>
				denials.repository(registry.repositoryFacts(subject, readAt)),
			);
			if (facts === null) return null;
			const imagesInUse = await readImagesInUseIfNeeded(subject, facts, readUsedImages);
			const reading = used.get(facts.arn);
			used.delete(facts.arn);
			if (reading !== undefined) journal.snapshotReadings.set(`${facts.arn} ${readAt}`, reading);
			return { ...facts, imagesInUse };
		},
		usedImages(subject, time) {
			const reading: { asOf: string | null; readonly time: string } = { asOf: null, time };
			used.set(arnOf(subject), reading);
			const read = readLastSnapshot({
				usedImages: {
					current: usedImages.current,
					read: (snapshot) => {
						reading.asOf = snapshot.asOf;
						return usedImages.read(snapshot);
					},
				},
				requests: createRefreshRequests(client, table),
				sendRefresh: (requestedAt) =>
					invocation.call("sqs:SendMessage refresh", () =>
						services.refreshQueue?.send(JSON.stringify({ requestedAt })),
					),
				pause: () => invocation.wait(faults.between(1, 200)),
				now: clock.now,
			});
			return read(subject, time);
		},
	};
}
