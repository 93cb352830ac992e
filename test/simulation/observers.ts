import { imageControls, repositoryControls } from "../../controls/index.ts";
import { arnOf } from "../../core/subject.ts";
import type { CheckPorts } from "../../pipeline/check.ts";
import { observeImages, observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import type { Rules } from "../../pipeline/rules.ts";
import type { Invocation } from "./invocation.ts";
import { repositoryReaders } from "./repository-readers.ts";
import { readPages, type Services } from "./services.ts";

export type Observe = CheckPorts["observe"];
export type MakeObserver = (services: Services, invocation: Invocation, rules: Rules) => Observe;

const readImage =
	(services: Services, invocation: Invocation): Parameters<typeof observeImages>[0] =>
	async (subject, readAt, announcedAt) =>
		services.denials.image(
			await readPages(services, invocation, "ecr:DescribeImages", () =>
				services.registry.imageFacts(subject, readAt, announcedAt),
			),
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

/** Notes every observation. */
export function noting({ journal, clock }: Services, by: string, observe: Observe): Observe {
	return (subject, ...rest) => {
		journal.observations.push({ arn: arnOf(subject), at: clock.time, by });
		return observe(subject, ...rest);
	};
}
