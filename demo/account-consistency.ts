import type {
	Account,
	RepositoryDescription,
	ServiceDescription,
	TaskDefinitionDescription,
} from "./account-schema.ts";

/** What is wrong with one value of a description. */
export interface Problem {
	readonly path: readonly PropertyKey[];
	readonly text: string;
}

/** Finds what cannot be checked value by value: duplicates, and names of things that are not defined. `events` are file names; null skips their check. */
export function findInconsistencies(account: Account, events: readonly string[] | null): Problem[] {
	const { repositories, taskDefinitions, services, steps } = account;
	const later = [...taskDefinitions, ...steps.flatMap(({ change }) => change.taskDefinitions)];
	return [
		...findDuplicates(repositories, ["repositories"]),
		...findUnknownTaskDefinitions(services, taskDefinitions, ["services"]),
		...steps.flatMap(({ after, change }, at) => [
			...(events === null || events.includes(after) ? [] : [unknownEvent(after, at)]),
			...findDuplicates(change.repositories, ["steps", at, "change", "repositories"]),
			...findUnknownTaskDefinitions(change.services, later, ["steps", at, "change", "services"]),
		]),
	];
}

const unknownEvent = (after: string, at: number): Problem => ({
	path: ["steps", at, "after"],
	text: `unknown event file ${JSON.stringify(after)}; write the name of a file in the events folder`,
});

function findDuplicates(repositories: readonly RepositoryDescription[], path: readonly PropertyKey[]): Problem[] {
	return [
		...repeatedIndexes(repositories.map(({ name }) => name)).map((at) => ({
			path: [...path, at, "name"],
			text: `repository ${repositories[at]?.name} is a duplicate; define it once`,
		})),
		...repositories.flatMap(({ name, images = [] }, at) =>
			repeatedIndexes(images.map(({ digest }) => digest)).map((image) => ({
				path: [...path, at, "images", image, "digest"],
				text: `repository ${name} has a duplicate image; define it once, with all its tags`,
			})),
		),
	];
}

/** The indexes of names that occurred before. */
const repeatedIndexes = (names: readonly string[]): number[] => {
	const seen = new Set<string>();
	return names.flatMap((name, at) => {
		const isNew = !seen.has(name);
		seen.add(name);
		return isNew ? [] : [at];
	});
};

/** Finds services whose task definition revision is not defined. */
function findUnknownTaskDefinitions(
	services: readonly ServiceDescription[],
	definitions: readonly TaskDefinitionDescription[],
	path: readonly PropertyKey[],
): Problem[] {
	const isDefined = (name: string): boolean => {
		const [family, revision = "1"] = name.split("/").at(-1)?.split(":") ?? [];
		const revisions = definitions.filter((definition) => definition.family === family).length;
		return /^\d+$/.test(revision) && Number(revision) >= 1 && Number(revision) <= revisions;
	};
	return services.flatMap(({ taskDefinition }, at) =>
		taskDefinition === undefined || isDefined(taskDefinition)
			? []
			: {
					path: [...path, at, "taskDefinition"],
					text: `unknown task definition ${JSON.stringify(taskDefinition)}; write the FAMILY:REVISION of one in taskDefinitions`,
				},
	);
}
