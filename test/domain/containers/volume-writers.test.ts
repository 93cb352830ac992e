import { expect, test } from "@jest/globals";
import type { MountFacts } from "../../../core/facts.ts";
import { PartialText } from "../../../core/partial-text.ts";
import { findPossibleWriter, otherWritersOf, writersOf } from "../../../domain/containers/volume-writers.ts";
import { aContainer } from "../../support/builders.ts";

const later = { unresolved: "Ref X" };
const partly = (...parts: readonly string[]) => ({
	...later,
	text: new PartialText(parts.flatMap((part) => [part, { label: "${X}", why: "Ref X" }]).slice(0, -1)),
});
const mount = (volume: MountFacts["volume"], hostPath: MountFacts["hostPath"], readOnly = false): MountFacts => ({
	path: "/x",
	volume,
	hostPath,
	readOnly,
});

/** How a mount relates to the only one of another container. */
function relation(own: MountFacts, other: MountFacts): string {
	const [app, neighbour] = [aContainer({ mounts: [own] }), aContainer({ name: "b", mounts: [other] })];
	const writers = writersOf({ containers: [app], neighbours: [neighbour] });
	if (otherWritersOf(own, app, writers).length > 0) return "same";
	return findPossibleWriter(own, app, writers) === null ? "other" : "perhaps";
}

test.each<[string, MountFacts, MountFacts, string]>([
	["two names", mount("a", null), mount("b", null), "other"],
	["one name", mount("a", null), mount("a", null), "same"],
	["one name, read-only there", mount("a", null), mount("a", null, true), "other"],
	["one name, with unknown host paths", mount("a", later), mount("a", later), "same"],
	["a name and an unknown one", mount("a", null), mount(later, null), "perhaps"],
	["a name and one that ends otherwise", mount("a", null), mount(partly("", "-b"), null), "other"],
	["a name and one that may be the same", mount("web-a", null), mount(partly("web-", ""), null), "perhaps"],
	["a name and a host path", mount("a", null), mount(null, "/a"), "other"],
	["a name and an unknown host path", mount("a", null), mount(null, later), "other"],
	["two spellings of a host path", mount(null, "/a"), mount(null, "//a/"), "same"],
	["a host path and an unknown one", mount(null, "/a"), mount(null, later), "perhaps"],
	["a host path and one in another folder", mount(null, "/a/x"), mount(null, partly("/b/", "")), "other"],
	["a host path and one in the same folder", mount(null, "/a/x"), mount(null, partly("/a/", "")), "perhaps"],
	["two unknown host paths", mount(null, later), mount(null, later), "perhaps"],
	["two folders of host paths", mount(null, partly("/a/", "")), mount(null, partly("/b/", "")), "other"],
	["an anonymous volume and an unknown one", mount(null, null), mount(later, later), "other"],
])("%s: %#", (_, own, other, expected) => {
	expect(relation(own, other)).toBe(expected);
});

test("more mounts than are compared may be the same", () => {
	const others = Array.from({ length: 501 }, (_, index) => mount(null, partly(`/b${index}/`, "")));
	const [app, b] = [aContainer({ mounts: [mount(null, "/a/x")] }), aContainer({ name: "b", mounts: others })];
	const possible = findPossibleWriter(mount(null, "/a/x"), app, writersOf({ containers: [app, b], neighbours: [] }));
	expect(possible?.container.name).toBe("b");
});
