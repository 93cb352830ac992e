import { expect, test } from "@jest/globals";
import { imageNeedsOf } from "../../../fix/images/image-needs.ts";
import { readTag } from "../../../fix/images/image-tag.ts";

test.each<[string, number | null, readonly string[]]>([
	["", null, []],
	["latest", null, []],
	["stable-alpine3.20-slim", null, []],
	["bookworm", null, []],
	["1.27", 1, []],
	["v2.53.0", 2, []],
	["3.x", 3, []],
	["16.2-alpine3.19", 16, []],
	["9-ubi9", 9, []],
	["v1.16-debian-arm64-1.0", 1, []],
	["2.32.2.20240516", 2, []],
	["6.8-php8.4-fpm-alpine", 6, ["php", "fpm"]],
	["cli", null, ["cli"]],
	["2-builder", 2, ["builder"]],
	["8.0-rc1", 8, ["rc"]],
	["main", null, ["main"]],
	["{{ tag }}", null, ["{{ tag }}"]],
])("the tag %s names version %s and the variants %j", (tag, major, variants) => {
	expect(readTag(tag)).toEqual({ major, variants });
});

test.each<[string, string | null]>([
	["grafana/grafana:12.3.0", null],
	["grafana/grafana:11.6.0-ubuntu", null],
	["grafana/grafana:13.1.0", "its sources describe only versions 7 to 12 of Grafana"],
	["grafana/grafana:6.7.4", "its sources describe only versions 7 to 12 of Grafana"],
	["grafana/grafana", "its tag names no version of Grafana, and its sources describe only versions 7 to 12"],
	["grafana/grafana:latest", "its tag names no version of Grafana, and its sources describe only versions 7 to 12"],
	["grafana/grafana@sha256:ab", "its tag names no version of Grafana, and its sources describe only versions 7 to 12"],
	["grafana/grafana:main", "no source says which paths Grafana writes to in the variant main"],
	["nginx", null],
	["nginx:mainline-alpine-perl", null],
	["nginx:2", "its sources describe only version 1 of nginx"],
	["wordpress:6-php8.3-fpm", null],
	["wordpress:cli", "no source says which paths WordPress writes to in the variant cli"],
	["caddy:2.10-builder", "no source says which paths Caddy writes to in the variant builder"],
	["postgres", null],
	["postgres:19", "its sources describe only versions 9 to 18 of PostgreSQL"],
	["amazon/aws-for-fluent-bit:2.32.2", null],
	["amazon/aws-for-fluent-bit:debug-2.32.2", "no source says which paths Fluent Bit writes to in the variant debug"],
	["amazon/aws-for-fluent-bit:3.0.0", "its sources describe only version 2 of Fluent Bit"],
])("what %s certainly writes is known unless %s", (image, uncovered) => {
	const needs = imageNeedsOf(image);
	expect({ runsReadOnly: needs?.runsReadOnly, uncovered: needs?.uncovered ?? null }).toEqual({
		runsReadOnly: uncovered === null ? true : undefined,
		uncovered,
	});
});

test("a mount that a version only reads may be written to by another", () => {
	expect(imageNeedsOf("grafana/grafana:12")?.onlyReads).toEqual(["/etc/grafana/provisioning"]);
	expect(imageNeedsOf("grafana/grafana:13")?.onlyReads).toEqual([]);
});
