import type { RepositoryFacts } from "../../core/facts.ts";
import { repositoryFactsOf } from "../../domain/cloudformation/repository-facts.ts";
import { ownAccount } from "../../domain/own-account.ts";
import { pullThroughCachePrefixes, scanningOf } from "./registry.ts";
import type { Resource, Scope } from "./scope.ts";

/** Reads an AWS::ECR::Repository, with what the template says of its registry. */
export const repositoryOf = (resource: Resource, scope: Scope, arn: string, readAt: string): RepositoryFacts =>
	repositoryFactsOf(scope.valueOf(resource.properties), {
		logicalId: resource.id,
		arn,
		account: ownAccount,
		pullThroughCachePrefixes: pullThroughCachePrefixes(scope),
		scanningOf: (name, own) => scanningOf(name, own, scope),
		readAt,
	});
