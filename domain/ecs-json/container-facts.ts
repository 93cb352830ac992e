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

/** What a container's own definition does not say. */
export interface Beside {
	readonly imageRepository: (image: ContainerFacts["image"]) => ContainerFacts["imageRepository"];
	readonly mounts: Value<readonly MountFacts[]>;
}

const notAsked = { unread: "its registry was not queried" };

/** A container definition as the ECS API has it; `name` where it has none. */
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
		registryImage: notAsked,
		readonlyRootFilesystem: booleanUnlessOpen(of("readonlyRootFilesystem")),
		privileged: booleanUnlessOpen(of("privileged")),
		user: textUnlessOpen(of("user")),
		capabilities: unlessOpen(within(linux, "capabilities"), (known) => capabilitiesOf(fieldsIn(known))),
		environment: environmentOf(of("environment")),
		logDriver: textUnlessOpen(within(of("logConfiguration"), "logDriver")),
		memoryMiB: limitUnlessOpen(of("memory")),
		memoryReservationMiB: limitUnlessOpen(of("memoryReservation")),
		tmpfs: listUnlessOpen(within(linux, "tmpfs"), tmpfsOf),
		mounts: open ?? mounts,
	};
}

/** A field of an object; what is open stays open in all its fields. */
const within = (object: unknown, field: string): unknown => openIn(object) ?? fieldsIn(object)[field];

const capabilitiesOf = ({ add, drop }: Fields): CapabilityFacts => ({
	add: textsUnlessOpen(add),
	drop: textsUnlessOpen(drop),
});

function tmpfsOf(mount: unknown): TmpfsFacts {
	const path = textUnlessOpen(within(mount, "containerPath"));
	return {
		path: path ?? { unresolved: "the tmpfs has no containerPath" },
		sizeMiB: numberUnlessOpen(within(mount, "size")),
		options: textsUnlessOpen(within(mount, "mountOptions")),
	};
}

/** An open variable may be any: the whole environment is open then. */
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

/** What is known of an open value may be a credential as well as the rest of it. */
function contentOf(value: unknown): Pick<EnvironmentFacts, "value" | "known"> {
	const open = openIn(value);
	if (open === null) {
		const text = writtenText(value);
		return { value: text === null ? null : new HiddenText(text) };
	}
	const { unresolved, text } = open;
	return { value: { unresolved }, ...(text !== undefined && { known: new HiddenText(String(text)) }) };
}
