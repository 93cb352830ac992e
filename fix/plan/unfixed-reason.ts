import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import type { Topic } from "./topics.ts";

/** Why nothing is mended where nothing else says so. */
export function leftOver(topic: Topic, name: string, { containers }: TaskDefinitionFacts): string {
	if (isUnresolved(containers)) return `what it is made of is ${formatUnknown(containers)}`;
	const container = containers.find((one) => one.name === name);
	const { readonlyRootFilesystem: root, tmpfs, mounts } = container ?? {};
	const read: Readonly<Record<Topic, readonly unknown[]>> = {
		root: [root, tmpfs, mounts],
		sizes: [tmpfs],
		options: [tmpfs],
		mounts: [mounts],
	};
	const unread = read[topic].find(isUnresolved);
	if (unread !== undefined) return `${what[topic]} is ${formatUnknown(unread)}`;
	return own[topic];
}

const what: Readonly<Record<Topic, string>> = {
	root: "where it may write",
	sizes: "what its tmpfs mounts are",
	options: "what its tmpfs mounts are",
	mounts: "what its mounts are",
};

const own: Readonly<Record<Topic, string>> = {
	root: "where it may write depends on what the file leaves open",
	sizes: "the sizes of its tmpfs mounts are written on purpose: lower them, or raise its memory",
	options: "the options of its tmpfs mounts depend on what the file leaves open",
	mounts: "which of its mounts it has to write to is yours to say",
};
