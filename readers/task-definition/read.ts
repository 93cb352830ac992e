import { fieldsIn, isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import { nameFromPath } from "../document/name-from-path.ts";
import { problemAt } from "../document/problem.ts";
import type { FileReader, FileSubject } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import { toApiCase } from "./api-case.ts";
import { aroundStartIn } from "./around-start.ts";
import { type Definition, definitionsIn, refusalsIn } from "./definitions.ts";
import { ignoredKeys } from "./ignored-keys.ts";
import { markPlaceholders } from "./placeholders.ts";
import { findersOf } from "./positions.ts";
import { startWordsIn } from "./start-words.ts";
import { makeNamesUnique } from "./unique-names.ts";

/** Reads ECS task definitions. Several in one file are `path#family`. Throws BadInputError when there is none, not even a refused one. */
export const readTaskDefinitions: FileReader = (file) => {
	const definitions = definitionsIn(file.document.value);
	const refusals = refusalsIn(file.document.value);
	if (definitions.length === 0 && refusals.length === 0) {
		const position = file.document.at([], "value");
		const { value } = file.document;
		const what =
			isFields(value) || Array.isArray(value)
				? "containerDefinitions is not a list"
				: "not a JSON object or YAML mapping";
		throw problemAt(file.path, position, `${what}; write a task definition`);
	}
	const families = makeNamesUnique(definitions.map(({ fields }) => familyOf(fields, file.path)));
	const subjects = definitions.map((definition, index) => {
		const arn = definitions.length === 1 ? file.path : `${file.path}#${families[index]}`;
		return subjectOf(definition, arn, file);
	});
	const notes = refusals.map(({ at, errorCode }) => ({
		at: file.document.at(at, "value"),
		text: `ECS refused this registration (${formatForDisplay(errorCode)}): nothing was registered`,
	}));
	return { subjects, notes, remarks: () => definitions.flatMap((one) => ignoredKeys(one, file)) };
};

function subjectOf({ at, containersAt, fields, siblings }: Definition, arn: string, file: SourceFile): FileSubject {
	const { path, readAt, document } = file;
	const definition = fieldsIn(toApiCase(fields));
	const resolved = markPlaceholders(definition);
	const facts = taskDefinitionFactsOf(resolved, {
		arn,
		family: nameFromPath(path),
		readAt,
		tags: resourceTagsOf(definition["tags"] ?? siblings["tags"]),
	});
	const finders = findersOf(document, at, containersAt, facts.containers);
	return {
		facts,
		...finders,
		startWords: () => startWordsIn(resolved),
		aroundStart: () => aroundStartIn(resolved),
	};
}

/** A definition without a family is named after its file. */
const familyOf = (fields: Definition["fields"], path: string): string => {
	const { family } = fieldsIn(toApiCase(fields));
	return typeof family === "string" && family !== "" ? formatForDisplay(family) : nameFromPath(path);
};
