import { describe, expect, test } from "@jest/globals";
import { PartialText } from "../../../core/partial-text.ts";
import { formatPath, knownPath, nameMount, nameTmpfs, pointAt } from "../../../domain/containers/mount-names.ts";

const reason = "Dir has no default";
const unknown = { unresolved: reason };
const hole = { label: "${Dir}", why: reason };
const partly = { unresolved: reason, text: new PartialText(["/data/", hole]) };
const nothing = { unresolved: reason, text: new PartialText([hole]) };

describe("the path of a mount in a message", () => {
	test.each([
		["a known path", "/data", "/data", "/data", "mount /data"],
		["a path that is known in part", partly, "/data/${Dir}", "/data/${Dir}", "mount /data/${Dir}"],
		["a path of one unknown part", nothing, null, `a path that is unknown (${reason})`, "the mount"],
		["an unknown path", unknown, null, `a path that is unknown (${reason})`, "the mount"],
		["a path with a line break", "/a\nb", "/a b", "/a b", "mount /a b"],
	])("%s", (_, path, known, listed, pointed) => {
		expect([knownPath(path), formatPath(path), pointAt("mount", path)]).toEqual([known, listed, pointed]);
	});
});

describe("a mount is called", () => {
	test("by its path, as far as that is known", () => {
		expect([nameMount("tmpfs", "/tmp"), nameMount("mount", partly)]).toEqual(["tmpfs /tmp", "mount /data/${Dir}"]);
	});

	test("a mount whose path is unknown, with the reason unless the message gives it anyway", () => {
		expect(nameMount("mount", unknown)).toBe(`a mount whose path is unknown (${reason})`);
		expect(nameMount("mount", unknown, { unresolved: "another reason" })).toContain("whose path is unknown");
		expect(nameMount("mount", unknown, "linux")).toContain("whose path is unknown");
		expect(nameMount("tmpfs", unknown, { unresolved: reason })).toBe("a tmpfs");
	});

	test("together with the other tmpfs of its container", () => {
		const paths = ["/tmp", partly, "/run", unknown, nothing].map((path) => ({ path }));
		expect(nameTmpfs(paths)).toBe(`tmpfs /tmp, /data/\${Dir}, /run and a tmpfs whose path is unknown (${reason})`);
		expect(nameTmpfs([{ path: unknown }])).toBe(`a tmpfs whose path is unknown (${reason})`);
		expect(nameTmpfs([{ path: unknown }], unknown)).toBe("a tmpfs");
		expect(nameTmpfs([{ path: "/tmp" }])).toBe("tmpfs /tmp");
	});
});
