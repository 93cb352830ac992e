import type { CapabilityFacts, ContainerFacts, EnvironmentFacts, MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { HiddenText } from "../../core/hidden-text.ts";
import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { notQueried } from "../images/not-queried.ts";
import { limitValue, numberValue } from "./amounts.ts";
import {
	asUnresolved,
	booleanValue,
	listValue,
	nonEmptyString,
	openPart,
	readUnlessUnresolved,
	stringListValue,
	stringValue,
} from "./values.ts";

/** What a container's facts depend on outside its own definition. */
export interface ContainerContext {
	readonly imageRepository: (image: ContainerFacts["image"]) => ContainerFacts["imageRepository"];
	readonly mounts: Value<readonly MountFacts[]>;
}

/** The facts of a container definition in the shape of the ECS API; `name` is used where it has none. */
export function containerFactsOf(
	written: unknown,
	name: string,
	{ imageRepository, mounts }: ContainerContext,
): ContainerFacts {
	const open = openPart(written);
	const container = fieldsIn(written);
	const of = (field: string): unknown => open ?? container[field];
	const linux = of("linuxParameters");
	const image = stringValue(of("image"));
	return {
		name: nonEmptyString(container["name"]) ?? name,
		image,
		imageRepository: imageRepository(image),
		registryImage: notQueried,
		readonlyRootFilesystem: booleanValue(of("readonlyRootFilesystem")),
		privileged: booleanValue(of("privileged")),
		user: stringValue(of("user")),
		capabilities: readUnlessUnresolved(fieldOf(linux, "capabilities"), (known) => capabilitiesOf(fieldsIn(known))),
		environment: environmentOf(of("environment")),
		logDriver: stringValue(fieldOf(of("logConfiguration"), "logDriver")),
		memoryMiB: limitValue(of("memory")),
		memoryReservationMiB: limitValue(of("memoryReservation")),
		tmpfs: listValue(fieldOf(linux, "tmpfs"), tmpfsOf),
		mounts: open ?? mounts,
	};
}

/** A field of an object; every field of an unresolved object is unresolved. */
const fieldOf = (object: unknown, field: string): unknown => openPart(object) ?? fieldsIn(object)[field];

const capabilitiesOf = ({ add, drop }: Fields): CapabilityFacts => ({
	add: stringListValue(add),
	drop: stringListValue(drop),
});

function tmpfsOf(mount: unknown): TmpfsFacts {
	const path = stringValue(fieldOf(mount, "containerPath"));
	return {
		path: path ?? { unresolved: "the tmpfs has no containerPath" },
		sizeMiB: numberValue(fieldOf(mount, "size")),
		options: stringListValue(fieldOf(mount, "mountOptions")),
	};
}

/** A variable with an unresolved name may be any variable, so the whole environment is unresolved then. */
function environmentOf(environment: unknown): Value<readonly EnvironmentFacts[]> {
	const open = asUnresolved(environment);
	if (open !== null) return { unresolved: open.unresolved };
	const variables = itemsIn(environment).map(variableOf);
	const [unnamed] = variables.flatMap((variable) => ("unresolved" in variable ? [variable] : []));
	return unnamed ?? variables.flatMap((variable) => ("unresolved" in variable ? [] : [variable]));
}

function variableOf(variable: unknown, index: number): EnvironmentFacts | Unresolved {
	const { name: written, value, noEchoParameter, madeSecret } = fieldsIn(variable);
	const open = asUnresolved(variable) ?? asUnresolved(written);
	const name = open === null ? (nonEmptyString(written) ?? "(no name)") : asUnresolved(written)?.text?.toString();
	if (name === undefined) return { unresolved: `variable ${index + 1} is unknown (${open?.unresolved})` };
	const parameter = nonEmptyString(noEchoParameter);
	const made = nonEmptyString(madeSecret);
	return {
		name,
		...contentOf(value),
		...(parameter !== null && { noEchoParameter: parameter }),
		...(made !== null && { madeSecret: made }),
	};
}

/** The known part of an unresolved value may contain a credential, so it is kept hidden like a whole value. */
function contentOf(value: unknown): Pick<EnvironmentFacts, "value" | "known"> {
	const open = asUnresolved(value);
	if (open === null) {
		const text = nonEmptyString(value);
		return { value: text === null ? null : new HiddenText(text) };
	}
	const { unresolved, text } = open;
	return { value: { unresolved }, ...(text !== undefined && { known: new HiddenText(String(text)) }) };
}
