import { expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import type { Topic } from "../../../fix/plan/topics.ts";
import { unfixedReason } from "../../../fix/plan/unfixed-reason.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };

test.each<[Topic, Partial<ContainerFacts>, string]>([
	["root", { readonlyRootFilesystem: open }, "its writable paths are unknown (Ref X)"],
	["root", { tmpfs: open }, "its writable paths are unknown (Ref X)"],
	["root", { mounts: open }, "its writable paths are unknown (Ref X)"],
	["root", {}, "its writable paths cannot be determined from the file"],
	["sizes", { tmpfs: open }, "its tmpfs mounts are unknown (Ref X)"],
	["sizes", { mounts: open }, "the sizes of its tmpfs mounts are set explicitly; lower them, or raise its memory"],
	["options", { tmpfs: open }, "its tmpfs mounts are unknown (Ref X)"],
	["options", {}, "the options of its tmpfs mounts cannot be determined from the file"],
	["mounts", { mounts: open }, "its mounts are unknown (Ref X)"],
	["mounts", { tmpfs: open }, "cannot tell which of its mounts it has to write to; make the others read-only"],
])("%s of %j: %s", (topic, container, expected) => {
	expect(unfixedReason(topic, "app", aTaskDefinition({ containers: [aContainer(container)] }))).toBe(expected);
});

test("of several containers it is about the one of that name", () => {
	const containers = [aContainer({ name: "db" }), aContainer({ mounts: open })];
	const facts = aTaskDefinition({ containers });
	expect(unfixedReason("mounts", "app", facts)).toBe("its mounts are unknown (Ref X)");
	expect(unfixedReason("mounts", "db", facts)).toBe(
		"cannot tell which of its mounts it has to write to; make the others read-only",
	);
});

test("containers that are not known", () => {
	expect(unfixedReason("root", "app", aTaskDefinition({ containers: open }))).toBe(
		"its containers are unknown (Ref X)",
	);
	expect(unfixedReason("mounts", "gone", aTaskDefinition())).toBe(
		"cannot tell which of its mounts it has to write to; make the others read-only",
	);
});
