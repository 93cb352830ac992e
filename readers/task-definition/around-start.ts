import { fieldsIn, itemsIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { type AroundStart, nothingAround } from "../../domain/containers/around-start.ts";
import { asUnresolved, nonEmptyString } from "../../domain/ecs-json/values.ts";
import { healthCheckWords } from "../document/start-words.ts";
import { wordsOf } from "./start-words.ts";

/** What a definition says around the start of each container, in the order of its containers. */
export const aroundStartIn = (definition: unknown): readonly AroundStart[] =>
	itemsIn(fieldsIn(definition)["containerDefinitions"]).map((written) => {
		const { entryPoint, healthCheck, workingDirectory, secrets, environmentFiles, firelensConfiguration } =
			fieldsIn(written);
		return {
			...nothingAround,
			hasEntryPoint: !isEmpty(entryPoint),
			commands: healthCheckIn(healthCheck),
			workingDirectory: asUnresolved(workingDirectory) ?? nonEmptyString(workingDirectory),
			variables: isEmpty(environmentFiles) ? namesIn(secrets) : { unresolved: "environmentFiles are not read" },
			doubts: ownLogConfiguration(firelensConfiguration),
		};
	});

function healthCheckIn(healthCheck: unknown): AroundStart["commands"] {
	const { command } = fieldsIn(healthCheck);
	const unresolved = asUnresolved(healthCheck);
	const words = unresolved === null ? healthCheckWords(wordsOf(command)) : { unresolved: unresolved.unresolved };
	return words === null ? [] : [{ field: "healthCheck", words }];
}

const isEmpty = (list: unknown): boolean =>
	list === undefined || list === null || (Array.isArray(list) && list.length === 0);

/** Secrets are variables whose values are not in the file. */
function namesIn(secrets: unknown): Value<readonly string[]> {
	const names = [
		asUnresolved(secrets) ?? [],
		...itemsIn(secrets).map((one) => asUnresolved(one) ?? nameIn(fieldsIn(one)["name"])),
	].flat();
	return names.find(isUnresolved) ?? names.filter((name) => typeof name === "string");
}

const nameIn = (name: unknown) => asUnresolved(name) ?? nonEmptyString(name) ?? [];

/** A log router may get a configuration beside that of its image. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html */
function ownLogConfiguration(firelens: unknown): readonly string[] {
	const { options } = fieldsIn(firelens);
	const hasOwn = asUnresolved(options) !== null || fieldsIn(options)["config-file-value"] !== undefined;
	return hasOwn ? ["its own log configuration may name other paths to write to"] : [];
}
