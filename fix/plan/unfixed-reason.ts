import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import type { Topic } from "./topics.ts";

/** Why a failure is not fixed, when the plan has no other note on its topic. */
export function unfixedReason(topic: Topic, name: string, { containers }: TaskDefinitionFacts): string {
	if (isUnresolved(containers)) return `its containers are ${formatUnknown(containers)}`;
	const container = containers.find((one) => one.name === name);
	const { readonlyRootFilesystem: root, tmpfs, mounts } = container ?? {};
	const values: Readonly<Record<Topic, readonly unknown[]>> = {
		root: [root, tmpfs, mounts],
		sizes: [tmpfs],
		options: [tmpfs],
		mounts: [mounts],
	};
	const unknown = values[topic].find(isUnresolved);
	if (unknown !== undefined) return `${subjects[topic]} are ${formatUnknown(unknown)}`;
	return reasons[topic];
}

const subjects: Readonly<Record<Topic, string>> = {
	root: "its writable paths",
	sizes: "its tmpfs mounts",
	options: "its tmpfs mounts",
	mounts: "its mounts",
};

const reasons: Readonly<Record<Topic, string>> = {
	root: "its writable paths cannot be determined from the file",
	sizes: "the sizes of its tmpfs mounts are set explicitly; lower them, or raise its memory",
	options: "the options of its tmpfs mounts cannot be determined from the file",
	mounts: "cannot tell which of its mounts it has to write to; make the others read-only",
};
