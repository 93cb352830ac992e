import { expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import type { Topic } from "../../../fix/plan/topics.ts";
import { leftOver } from "../../../fix/plan/unfixed-reason.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };

test.each<[Topic, Partial<ContainerFacts>, string]>([
	["root", { readonlyRootFilesystem: open }, "where it may write is unknown (Ref X)"],
	["root", { tmpfs: open }, "where it may write is unknown (Ref X)"],
	["root", { mounts: open }, "where it may write is unknown (Ref X)"],
	["root", {}, "where it may write depends on what the file leaves open"],
	["sizes", { tmpfs: open }, "what its tmpfs mounts are is unknown (Ref X)"],
	["sizes", { mounts: open }, "the sizes of its tmpfs mounts are written on purpose: lower them, or raise its memory"],
	["options", { tmpfs: open }, "what its tmpfs mounts are is unknown (Ref X)"],
	["options", {}, "the options of its tmpfs mounts depend on what the file leaves open"],
	["mounts", { mounts: open }, "what its mounts are is unknown (Ref X)"],
	["mounts", { tmpfs: open }, "which of its mounts it has to write to is yours to say"],
])("%s of %j: %s", (topic, container, expected) => {
	expect(leftOver(topic, "app", aTaskDefinition({ containers: [aContainer(container)] }))).toBe(expected);
});

test("of several containers it is about the one of that name", () => {
	const containers = [aContainer({ name: "db" }), aContainer({ mounts: open })];
	const facts = aTaskDefinition({ containers });
	expect(leftOver("mounts", "app", facts)).toBe("what its mounts are is unknown (Ref X)");
	expect(leftOver("mounts", "db", facts)).toBe("which of its mounts it has to write to is yours to say");
});

test("containers that are not known", () => {
	expect(leftOver("root", "app", aTaskDefinition({ containers: open }))).toBe("what it is made of is unknown (Ref X)");
	expect(leftOver("mounts", "gone", aTaskDefinition())).toBe("which of its mounts it has to write to is yours to say");
});
