import { fieldsIn } from "../../../../../core/json.ts";
import { taskDefinitionFactsOf } from "../../../../../domain/ecs-json/task-definition-facts.ts";
import { nameFromPath } from "../../../../../readers/document/name-from-path.ts";
import { problemAt } from "../../../../../readers/document/problem.ts";
import type { FileReader } from "../../../../../readers/reader.ts";
import { looksLikeMyReader } from "./recognize.ts";

/** TODO: one task definition in the format of the ECS API. Throws BadInputError for a file of another kind. */
export const readMyReader: FileReader = ({ document, path, readAt }) => {
	if (!looksLikeMyReader(document.value)) {
		throw problemAt(path, document.at([], "value"), 'not a TODO file; write {"myReader": {…}}');
	}
	const definition = fieldsIn(document.value)["myReader"];
	const facts = taskDefinitionFactsOf(definition, { arn: path, family: nameFromPath(path), readAt });
	return { subjects: [{ facts, positionOf: () => document.at(["myReader"], "key") }], notes: [] };
};
