import { expect, test } from "@jest/globals";
import { coveredSystemPath, resolvePath } from "../../../domain/containers/mount-paths.ts";

test.each(
	"cabin usbin glib reboot myproc mysys mydev sbinary boots processes system devices usr/cabin usr/usbin usr/sbinary usr/glib"
		.split(" ")
		.map((path) => `/${path}`),
)("%s is not a system folder", (path) => {
	expect(coveredSystemPath(path)).toBeNull();
});

test.each([
	["/", "/"],
	["/..", "/"],
	["/a/../..", "/"],
	["/a/./b//../c/", "/a/c"],
	["/a/..b", "/a/..b"],
])("resolves %s to %s", (path, place) => {
	expect(resolvePath(path)).toBe(place);
});
