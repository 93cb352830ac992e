import type { CapacityProviderFacts, ClusterFacts } from "./cluster-facts.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { RepositoryFacts } from "./repository-facts.ts";
import type { ServiceFacts } from "./service-facts.ts";
import type { TaskDefinitionFacts } from "./task-definition-facts.ts";

export type * from "./cluster-facts.ts";
export type * from "./image-facts.ts";
export type * from "./repository-facts.ts";
export type * from "./service-facts.ts";
export type * from "./task-definition-facts.ts";

/** What AWS or a file says about a subject, in the same form for both: adapters and readers produce facts, controls judge them. */
export interface FactsByKind {
	readonly repository: RepositoryFacts;
	readonly image: ImageFacts;
	readonly "task-definition": TaskDefinitionFacts;
	readonly service: ServiceFacts;
	readonly cluster: ClusterFacts;
	readonly "capacity-provider": CapacityProviderFacts;
}
export type Facts = FactsByKind[keyof FactsByKind];
