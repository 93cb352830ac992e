import { namedImages } from "../../adapters/ecr/named-images.ts";
import { readCapacityProvider } from "../../adapters/ecs/read-capacity-provider.ts";
import { readCluster } from "../../adapters/ecs/read-cluster.ts";
import { readService } from "../../adapters/ecs/read-service.ts";
import {
	capacityProviderControls,
	clusterControls,
	serviceControls,
	taskDefinitionControls,
} from "../../controls/index.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { FamilyPorts } from "../../pipeline/decide-blocks.ts";
import { keysOfUsed } from "../../pipeline/dependents.ts";
import { refreshAfterDeployment } from "../../pipeline/images-in-use.ts";
import { observeEcs } from "../../pipeline/observe-ecs.ts";
import { ecsClient } from "./ecs-client.ts";
import { deregisterEvent } from "./events.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import type { MakeObserver } from "./observers.ts";
import { readPages, type Services } from "./services.ts";
import { snapshotPorts } from "./snapshot-ports.ts";

/** As `ecsObserver` of functions/observers.ts, for the route of task definitions. */
export const ecsObserver: MakeObserver = (services, invocation, rules) => {
	const client = ecsClient(services, invocation);
	const { families, workloads, denials } = services;
	const read: FamilyPorts["read"] = (subject, readAt, revision) =>
		readPages(
			services,
			invocation,
			"ecs:DescribeTaskDefinition",
			() => families.facts(subject, readAt, revision) ?? workloads.definition(subject, readAt, revision),
		);
	const { link } = ledgerPorts(services, invocation);
	const addImages: FamilyPorts["addImages"] = async (facts, subject) => {
		const used = keysOfUsed(subject, namedImages(facts, subject), { readsServices: false });
		if (used.length > 0) await link(subject, used);
		const completed = denials.containerImages(
			await invocation.call("ecr:DescribeImages", () => withImages(services, facts)),
		);
		services.afterImagesRead(subject);
		return completed;
	};
	return observeEcs({
		families: {
			read,
			addImages,
			addServices: (facts) => invocation.call("ecs:DescribeServices", () => facts),
			...blockPorts(services, invocation),
			controls: taskDefinitionControls,
			rules,
		},
		services: {
			readService: (...of) => readService(client, ...of),
			readDefinition: read,
			addImages,
			refreshImagesInUse: refreshAfterDeployment(snapshotPorts(services, invocation)),
			serviceControls,
			taskDefinitionControls,
			rules,
		},
		capacity: {
			readCluster: (...of) => readCluster(client, ...of),
			readCapacityProvider: (...of) => readCapacityProvider(client, ...of),
			controls: [...clusterControls, ...capacityProviderControls],
			rules,
		},
	});
};

function blockPorts(
	services: Services,
	invocation: Invocation,
): Pick<FamilyPorts, "turn" | "deregister" | "tag" | "untag" | "offSwitch" | "recordIntent"> {
	const { families, clock, journal, note, offSwitch, variant } = services;
	return {
		offSwitch:
			variant === "the off switch is not read"
				? { name: "", read: async () => ({ value: "policy" }) }
				: offSwitch.readerFor(invocation),
		turn: async () => {},
		deregister: (revisionArn) =>
			invocation.call("ecs:DeregisterTaskDefinition", () =>
				families.deregister(revisionArn, "pipeline", (_, revision) => {
					note(() => `${invocation.name} deregistered ${revisionArn}`);
					const by = invocation.name;
					journal.deregistrations.push({ arn: revisionArn, at: clock.time, since: invocation.startedAt, by });
					services.bus?.put(deregisterEvent(revision, clock.time));
				}),
			),
		// The policies of the simulation do not switch it on.
		tag: () => Promise.reject(new Error("no policy tags revisions")),
		untag: null,
		recordIntent: ledgerPorts(services, invocation).recordIntent,
	};
}

/** Adds what the registry says about the images that containers name. */
export function withImages({ registry }: Services, facts: TaskDefinitionFacts): TaskDefinitionFacts {
	const { containers, readAt } = facts;
	if (isUnresolved(containers)) return facts;
	return {
		...facts,
		containers: containers.map((container) => {
			const [, repository = "", digest] =
				/^\d+\.dkr\.[^/]+\/(.+)(?:@(.+)|:2\.0\.0)$/.exec(String(container.image)) ?? [];
			const runs = digest ?? registry.releaseDigest(repository) ?? "";
			const image = registry.imageFacts({ repository, digest: runs }, readAt, null);
			// It is in another registry, or its repository does not contain it: the verdict stays.
			const missing = { unread: "it is not in the registry", isLasting: true } as const;
			const named = registry.repositoryFacts({ name: repository }, readAt);
			return {
				...container,
				imageRepository: named === null ? missing : { value: named },
				registryImage: image === null ? missing : { value: image },
			};
		}),
	};
}
