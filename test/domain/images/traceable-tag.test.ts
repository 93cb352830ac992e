import { describe, expect, test } from "@jest/globals";
import { isTraceable } from "../../../domain/images/traceable-tag.ts";

const hash = "3f9c2ab4d5e6f708192a3b4c5d6e7f8091a2b3c4";

const table: Readonly<Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
	"git-hash": {
		yes: ["3f9c2ab", hash, "main-3f9c2ab", "3f9c2ab_dirty", "v1.2-3-g3f9c2ab", "pr.3f9c2ab.x", "sha-3F9C2AB"],
		no: ["3f9c2a", `${hash}0`, "x3f9c2ab", "3f9c2abx", "latest", "main", "g3f9c2a", "gg3f9c2ab", "sha256-main"],
	},
	semver: {
		yes: ["1.4.2", "v1.4.2", "0.0.1", "1.4.2-alpine", "1.4.2-rc.1", "1.4.2_build.5", "1.4.2+build.5", "10.20.30"],
		no: ["1.4", "1", "v1", "1.4.2.3", "01.4.2", "1.04.2", "1.4.02", "V1.4.2", "release", "x1.4.2", "1.4.2-", "1.4.2 "],
	},
	calver: {
		yes: [
			"2026.11",
			"2026.11.21",
			"2026.3.1",
			"v2026.3",
			"2026-11-21",
			"20261121",
			"24.04",
			"24.04.1",
			"2026.47",
			"2026_01",
			"20261121-1530",
			"2026.11.21-rc1",
			"2026-01-02T15",
		],
		no: [
			"2026",
			"1.4",
			"24.4",
			"24.13",
			"2026.99",
			"2026.54",
			"2026.0",
			"20261321",
			"20261132",
			"20260011",
			"19991121",
			"1926.11",
			"x2026.11",
			"2026.11x",
		],
	},
	"release-*": { yes: ["release-", "release-7"], no: ["Release-7", "a-release-7"] },
};

describe.each(Object.entries(table))("%s", (pattern, { yes, no }) => {
	test.each(yes)("matches the tag %s", (tag) => {
		expect(isTraceable(tag, [pattern])).toBe(true);
	});
	test.each(no)("does not match the tag %s", (tag) => {
		expect(isTraceable(tag, [pattern])).toBe(false);
	});
});

test("matches a tag by one of several patterns", () => {
	expect(isTraceable("1.4.2", ["git-hash", "semver"])).toBe(true);
	expect(isTraceable("main", ["git-hash", "semver"])).toBe(false);
	expect(isTraceable("1.4.2", [])).toBe(false);
});

test("never matches latest, whatever the policy lists", () => {
	expect(isTraceable("latest", ["*", "latest"])).toBe(false);
	expect(isTraceable("latest-1", ["*"])).toBe(true);
});
