import type { ImageFacts } from "./image-facts.ts";
import type { RepositoryFacts } from "./repository-facts.ts";
import type { TaskDefinitionFacts } from "./task-definition-facts.ts";

export type * from "./image-facts.ts";
export type * from "./repository-facts.ts";
export type * from "./task-definition-facts.ts";

/** Facts are what AWS (or a file) says, in our own words; the adapters translate, the controls judge. */
export interface FactsByKind {
	readonly repository: RepositoryFacts;
	readonly image: ImageFacts;
	readonly "task-definition": TaskDefinitionFacts;
}
export type Facts = FactsByKind[keyof FactsByKind];
