import { readImagesInUseIfNeeded } from "../../adapters/ecr/images-in-use.ts";
import { arnOf } from "../../core/subject.ts";
import { readLastSnapshot } from "../../pipeline/images-in-use.ts";
import type { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import type { Invocation } from "./invocation.ts";
import { readPages, type Services } from "./services.ts";
import { snapshotPorts } from "./snapshot-ports.ts";

type Readers = Pick<Parameters<typeof observeRepositoriesAndImages>[0], "repository" | "usedImages">;

/** As `repositoryAndImagePorts` of functions/ports.ts. Notes which snapshot each reading of a repository used. */
export function repositoryReaders(services: Services, invocation: Invocation): Readers {
	const { denials, journal, registry } = services;
	const snapshots = snapshotPorts(services, invocation);
	const { usedImages } = snapshots;
	/** By ARN: a function checks a repository once at a time. */
	const used = new Map<string, { asOf: string | null; readonly time: string }>();
	return {
		async repository(subject, readAt, readUsedImages) {
			const facts = denials.repository(
				await readPages(services, invocation, "ecr:DescribeRepositories", () =>
					registry.repositoryFacts(subject, readAt),
				),
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
				...snapshots,
				usedImages: {
					current: usedImages.current,
					read: (snapshot) => {
						reading.asOf = snapshot.asOf;
						return usedImages.read(snapshot);
					},
				},
			});
			return read(subject, time);
		},
	};
}
