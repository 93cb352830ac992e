import { expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import type { Topic } from "../../../fix/plan/topics.ts";
import { unfixedReason } from "../../../fix/plan/unfixed-reason.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

const unknown = { unresolved: "Ref X" };

test.each<[Topic, Partial<ContainerFacts>, string]>([
	["root", { readonlyRootFilesystem: unknown }, "its writable paths are unknown (Ref X)"],
	["root", { tmpfs: unknown }, "its writable paths are unknown (Ref X)"],
	["root", { mounts: unknown }, "its writable paths are unknown (Ref X)"],
	["root", {}, "its writable paths cannot be determined from the file"],
	["sizes", { tmpfs: unknown }, "its tmpfs mounts are unknown (Ref X)"],
	["sizes", { mounts: unknown }, "the sizes of its tmpfs mounts are set explicitly; lower them, or raise its memory"],
	["options", { tmpfs: unknown }, "its tmpfs mounts are unknown (Ref X)"],
	["options", {}, "the options of its tmpfs mounts cannot be determined from the file"],
	["mounts", { mounts: unknown }, "its mounts are unknown (Ref X)"],
	["mounts", { tmpfs: unknown }, "cannot tell which of its mounts it has to write to; make the others read-only"],
])("returns the reason for topic %s of a container with %j: %s", (topic, container, expected) => {
	expect(unfixedReason(topic, "app", aTaskDefinition({ containers: [aContainer(container)] }))).toBe(expected);
});

test("uses the container of the given name", () => {
	const containers = [aContainer({ name: "db" }), aContainer({ mounts: unknown })];
	const facts = aTaskDefinition({ containers });
	expect(unfixedReason("mounts", "app", facts)).toBe("its mounts are unknown (Ref X)");
	expect(unfixedReason("mounts", "db", facts)).toBe(
		"cannot tell which of its mounts it has to write to; make the others read-only",
	);
});

test("reports unknown containers, and a container that does not exist", () => {
	expect(unfixedReason("root", "app", aTaskDefinition({ containers: unknown }))).toBe(
		"its containers are unknown (Ref X)",
	);
	expect(unfixedReason("mounts", "gone", aTaskDefinition())).toBe(
		"cannot tell which of its mounts it has to write to; make the others read-only",
	);
});
