import type { CapabilityFacts, ContainerFacts, EnvironmentFacts, MountFacts, TmpfsFacts } from "../../core/facts.ts";
import { HiddenText } from "../../core/hidden-text.ts";
import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import type { Unresolved, Value } from "../../core/reading.ts";
import { limitUnlessOpen, numberUnlessOpen } from "./amounts.ts";
import {
	booleanUnlessOpen,
	listUnlessOpen,
	openIn,
	textsUnlessOpen,
	textUnlessOpen,
	unlessOpen,
	writtenText,
} from "./open-values.ts";

/** What a container's facts depend on outside its own definition. */
export interface Beside {
	readonly imageRepository: (image: ContainerFacts["image"]) => ContainerFacts["imageRepository"];
	readonly mounts: Value<readonly MountFacts[]>;
}

const notQueried = { unread: "its registry was not queried" };

/** The facts of a container definition in the shape of the ECS API; `name` is used where it has none. */
export function containerOf(written: unknown, name: string, { imageRepository, mounts }: Beside): ContainerFacts {
	const open = openIn(written);
	const container = fieldsIn(written);
	const of = (field: string): unknown => open ?? container[field];
	const linux = of("linuxParameters");
	const image = textUnlessOpen(of("image"));
	return {
		name: writtenText(container["name"]) ?? name,
		image,
		imageRepository: imageRepository(image),
		registryImage: notQueried,
		readonlyRootFilesystem: booleanUnlessOpen(of("readonlyRootFilesystem")),
		privileged: booleanUnlessOpen(of("privileged")),
		user: textUnlessOpen(of("user")),
		capabilities: unlessOpen(fieldOf(linux, "capabilities"), (known) => capabilitiesOf(fieldsIn(known))),
		environment: environmentOf(of("environment")),
		logDriver: textUnlessOpen(fieldOf(of("logConfiguration"), "logDriver")),
		memoryMiB: limitUnlessOpen(of("memory")),
		memoryReservationMiB: limitUnlessOpen(of("memoryReservation")),
		tmpfs: listUnlessOpen(fieldOf(linux, "tmpfs"), tmpfsOf),
		mounts: open ?? mounts,
	};
}

/** A field of an object; every field of an unresolved object is unresolved. */
const fieldOf = (object: unknown, field: string): unknown => openIn(object) ?? fieldsIn(object)[field];

const capabilitiesOf = ({ add, drop }: Fields): CapabilityFacts => ({
	add: textsUnlessOpen(add),
	drop: textsUnlessOpen(drop),
});

function tmpfsOf(mount: unknown): TmpfsFacts {
	const path = textUnlessOpen(fieldOf(mount, "containerPath"));
	return {
		path: path ?? { unresolved: "the tmpfs has no containerPath" },
		sizeMiB: numberUnlessOpen(fieldOf(mount, "size")),
		options: textsUnlessOpen(fieldOf(mount, "mountOptions")),
	};
}

/** A variable with an unresolved name may be any variable, so the whole environment is unresolved then. */
function environmentOf(environment: unknown): Value<readonly EnvironmentFacts[]> {
	const open = openIn(environment);
	if (open !== null) return { unresolved: open.unresolved };
	const variables = itemsIn(environment).map(variableOf);
	const [unnamed] = variables.flatMap((variable) => ("unresolved" in variable ? [variable] : []));
	return unnamed ?? variables.flatMap((variable) => ("unresolved" in variable ? [] : [variable]));
}

function variableOf(variable: unknown, index: number): EnvironmentFacts | Unresolved {
	const { name: written, value, noEchoParameter } = fieldsIn(variable);
	const open = openIn(variable) ?? openIn(written);
	const name = open === null ? (writtenText(written) ?? "(no name)") : openIn(written)?.text?.toString();
	if (name === undefined) return { unresolved: `variable ${index + 1} is unknown: ${open?.unresolved}` };
	const parameter = writtenText(noEchoParameter);
	return { name, ...contentOf(value), ...(parameter !== null && { noEchoParameter: parameter }) };
}

/** The known part of an unresolved value may contain a credential, so it is kept hidden like a whole value. */
function contentOf(value: unknown): Pick<EnvironmentFacts, "value" | "known"> {
	const open = openIn(value);
	if (open === null) {
		const text = writtenText(value);
		return { value: text === null ? null : new HiddenText(text) };
	}
	const { unresolved, text } = open;
	return { value: { unresolved }, ...(text !== undefined && { known: new HiddenText(String(text)) }) };
}
