import type {
	Account,
	RepositoryDescription,
	ServiceDescription,
	TaskDefinitionDescription,
} from "./account-schema.ts";

/** What is wrong with one place of a description. */
export interface Problem {
	readonly path: readonly PropertyKey[];
	readonly text: string;
}

/** What no single value gets wrong: two of the same, and names of what is not there. `events` are file names, null when unknown. */
export function contradictionsIn(account: Account, events: readonly string[] | null): Problem[] {
	const { repositories, taskDefinitions, services, steps } = account;
	const later = [...taskDefinitions, ...steps.flatMap(({ change }) => change.taskDefinitions)];
	return [
		...twiceIn(repositories, ["repositories"]),
		...homelessIn(services, taskDefinitions, ["services"]),
		...steps.flatMap(({ after, change }, at) => [
			...(events === null || events.includes(after) ? [] : [noEvent(after, at)]),
			...twiceIn(change.repositories, ["steps", at, "change", "repositories"]),
			...homelessIn(change.services, later, ["steps", at, "change", "services"]),
		]),
	];
}

const noEvent = (after: string, at: number): Problem => ({
	path: ["steps", at, "after"],
	text: `there is no event file ${JSON.stringify(after)}; write the name of one in the events folder`,
});

function twiceIn(repositories: readonly RepositoryDescription[], path: readonly PropertyKey[]): Problem[] {
	return [
		...repeated(repositories.map(({ name }) => name)).map((at) => ({
			path: [...path, at, "name"],
			text: `repository ${repositories[at]?.name} is there already; write it once`,
		})),
		...repositories.flatMap(({ name, images = [] }, at) =>
			repeated(images.map(({ digest }) => digest)).map((image) => ({
				path: [...path, at, "images", image, "digest"],
				text: `repository ${name} has this image already; write it once, with all its tags`,
			})),
		),
	];
}

/** Places of what stood before. */
const repeated = (names: readonly string[]): number[] => {
	const seen = new Set<string>();
	return names.flatMap((name, at) => {
		const isNew = !seen.has(name);
		seen.add(name);
		return isNew ? [] : [at];
	});
};

/** Services of a revision that nobody registers. */
function homelessIn(
	services: readonly ServiceDescription[],
	definitions: readonly TaskDefinitionDescription[],
	path: readonly PropertyKey[],
): Problem[] {
	const isThere = (name: string): boolean => {
		const [family, revision = "1"] = name.split("/").at(-1)?.split(":") ?? [];
		const revisions = definitions.filter((definition) => definition.family === family).length;
		return /^\d+$/.test(revision) && Number(revision) >= 1 && Number(revision) <= revisions;
	};
	return services.flatMap(({ taskDefinition }, at) =>
		taskDefinition === undefined || isThere(taskDefinition)
			? []
			: {
					path: [...path, at, "taskDefinition"],
					text: `there is no task definition ${JSON.stringify(taskDefinition)}; write FAMILY:REVISION of one in taskDefinitions`,
				},
	);
}
