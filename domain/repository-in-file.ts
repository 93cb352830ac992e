import type { RepositoryFacts } from "../core/facts.ts";

/** Whether the facts come from a file, where advice names what to write; a command would change a repository that the next deployment sets back. */
export const isInFile = ({ declaredScanOnPush }: Pick<RepositoryFacts, "declaredScanOnPush">): boolean =>
	declaredScanOnPush !== null;
