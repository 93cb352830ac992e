import { fieldsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import { problemAt } from "../document/at-place.ts";
import { nameOf } from "../document/named-after-file.ts";
import type { FileReader, FileSubject, SourceFile } from "../reader.ts";
import { inApiCase } from "./api-case.ts";
import { type Definition, definitionsIn, refusalsIn } from "./definitions.ts";
import { distinct } from "./distinct.ts";
import { withOpenPlaceholders } from "./placeholders.ts";
import { placesOf } from "./places.ts";
import { startWordsIn } from "./start-words.ts";

/** Reads ECS task definitions. Several in one file are `path#family`. Throws BadInputError where there is none, not even a refused one. */
export const readTaskDefinitions: FileReader = (file) => {
	const definitions = definitionsIn(file.document.value);
	const refusals = refusalsIn(file.document.value);
	if (definitions.length === 0 && refusals.length === 0) {
		const place = file.document.at([], "value");
		throw problemAt(file.path, place, "there is no list of containerDefinitions; write a task definition");
	}
	const families = distinct(definitions.map(({ fields }) => familyOf(fields, file.path)));
	const subjects = definitions.map((definition, index) => {
		const arn = definitions.length === 1 ? file.path : `${file.path}#${families[index]}`;
		return subjectOf(definition, arn, file);
	});
	const notes = refusals.map(({ at, errorCode }) => ({
		at: file.document.at(at, "value"),
		text: `ECS refused this registration (${formatForDisplay(errorCode)}): nothing was registered`,
	}));
	return { subjects, notes };
};

function subjectOf({ at, containersAt, fields, beside }: Definition, arn: string, file: SourceFile): FileSubject {
	const { path, readAt, document } = file;
	const definition = fieldsIn(inApiCase(fields));
	const resolved = withOpenPlaceholders(definition);
	const facts = taskDefinitionFactsOf(resolved, {
		arn,
		family: nameOf(path),
		readAt,
		tags: resourceTagsOf(definition["tags"] ?? beside["tags"]),
	});
	const places = placesOf(document, at, containersAt, facts.containers);
	return { facts, ...places, startWords: () => startWordsIn(resolved) };
}

/** A definition without a family is called by its file. */
const familyOf = (fields: Definition["fields"], path: string): string => {
	const { family } = fieldsIn(inApiCase(fields));
	return typeof family === "string" && family !== "" ? formatForDisplay(family) : nameOf(path);
};
