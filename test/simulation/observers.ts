import { imageControls, repositoryControls, taskDefinitionControls } from "../../controls/index.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { arnOf } from "../../core/subject.ts";
import type { CheckPorts } from "../../pipeline/check.ts";
import { observeImages, observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { observeFamily } from "../../pipeline/observe-family.ts";
import type { Rules } from "../../pipeline/rules.ts";
import { deregisterEvent } from "./events.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import { repositoryReaders } from "./repository-readers.ts";
import { readPages, type Services } from "./services.ts";

export type Observe = CheckPorts["observe"];
export type MakeObserver = (services: Services, invocation: Invocation, rules: Rules) => Observe;

const readImage =
	(services: Services, invocation: Invocation): Parameters<typeof observeImages>[0] =>
	(subject, readAt, announcedAt) =>
		readPages(services, invocation, "ecr:DescribeImages", () =>
			services.denials.image(services.registry.imageFacts(subject, readAt, announcedAt)),
		);

/** As `imagePorts` of functions/ports.ts. */
export const imageObserver: MakeObserver = (services, invocation, rules) =>
	observeImages(readImage(services, invocation), imageControls, rules);

/** As `repositoryAndImagePorts` of functions/ports.ts. */
export const repositoryAndImageObserver: MakeObserver = (services, invocation, rules) => {
	const readers = {
		...repositoryReaders(services, invocation),
		image: readImage(services, invocation),
	};
	return observeRepositoriesAndImages(readers, [...repositoryControls, ...imageControls], rules);
};

/** As `familyPorts` of functions/ports.ts. */
export const familyObserver: MakeObserver = (services, invocation, rules) => {
	const { families, clock, journal, note } = services;
	return observeFamily({
		read: (subject, readAt, revision) =>
			readPages(services, invocation, "ecs:DescribeTaskDefinition", () => families.facts(subject, readAt, revision)),
		addImages: (facts) =>
			invocation.call("ecr:DescribeImages", () => withImages(services, facts)).then(services.denials.containerImages),
		addServices: (facts) => invocation.call("ecs:DescribeServices", () => facts),
		deregister: (revisionArn) =>
			invocation.call("ecs:DeregisterTaskDefinition", () =>
				families.deregister(revisionArn, "pipeline", (_, revision) => {
					note(() => `the pipeline deregistered ${revisionArn}`);
					journal.deregistrations.push({ arn: revisionArn, at: clock.time, since: invocation.startedAt });
					services.bus?.put(deregisterEvent(revision, clock.time));
				}),
			),
		recordIntent: ledgerPorts(services, invocation).recordIntent,
		controls: taskDefinitionControls,
		rules,
	});
};

function withImages({ registry }: Services, facts: TaskDefinitionFacts): TaskDefinitionFacts {
	const { containers, readAt } = facts;
	if (isUnresolved(containers)) return facts;
	return {
		...facts,
		containers: containers.map((container) => {
			const [, repository = "", digest = ""] = /^[^/]+\/(.+)@(.+)$/.exec(String(container.image)) ?? [];
			const image = registry.imageFacts({ repository, digest }, readAt, null);
			const missing = { unread: "its repository does not contain it" };
			return { ...container, registryImage: image === null ? missing : { value: image } };
		}),
	};
}

/** Notes every observation. */
export function noting({ journal, clock }: Services, observe: Observe): Observe {
	return (subject, ...rest) => {
		journal.observations.push({ arn: arnOf(subject), at: clock.time });
		return observe(subject, ...rest);
	};
}
