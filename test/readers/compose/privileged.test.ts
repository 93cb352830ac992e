import { expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn, positionIn } from "../../support/engine-files.ts";
import { showing } from "../../support/partial-text.ts";

const open = { unresolved: "${X} has no value", text: showing("${X}") };

test.each<[string, string, unknown, string]>([
	["nothing", "image: a", null, "1:12"],
	["the service", "privileged: true", true, "1:18"],
	["the service, written as false", "privileged: false", false, "1:18"],
	["a command after the start", "post_start: [{command: x}, {command: y, privileged: true}]", true, "1:58"],
	["a command before the end", "pre_stop: [{command: y, privileged: true}]", true, "1:42"],
	["a container before the start", "pre_start: [{command: y, privileged: true}]", true, "1:43"],
	["an unknown hook", "post_start: [{command: y, privileged: $X}]", open, "1:44"],
	["an unknown hook in a privileged service", "privileged: true, post_start: [{privileged: $X}]", true, "1:18"],
	["one of several", "post_start: [{privileged: $X}], pre_stop: [{privileged: true}]", true, "1:62"],
	["none of them", "privileged: false, post_start: [{command: x, privileged: false, user: root}]", false, "1:18"],
])("a service is privileged by itself or by a hook: %s", (_, service, privileged, place) => {
	const reading = readCompose(aSourceFile(`services: {web: {${service}}}`));
	expect(containerIn(reading, "web").privileged).toEqual(privileged);
	expect(positionIn(reading, "web", "privileged")).toBe(place);
});

test.each([
	["true", true],
	["'True'", true],
	["yes", true],
	["'y'", true],
	["on", true],
	["false", false],
	["'FALSE'", false],
	["no", false],
	["'n'", false],
	["off", false],
	["'1'", { unresolved: "it is neither true nor false" }],
	["''", { unresolved: "it is neither true nor false" }],
])("privileged is read as Compose does: %s", (written, privileged) => {
	const reading = readCompose(aSourceFile(`services: {web: {privileged: ${written}}}`));
	expect(containerIn(reading, "web").privileged).toEqual(privileged);
});

test("a container before the start that runs another image is noted, and writes nothing in that of the service", () => {
	const hooks = "pre_start: [{image: busybox, command: chown x /data}, {command: y}]";
	const reading = readCompose(aSourceFile(`services: {web: {image: a, ${hooks}}}`));
	expect(reading.notes).toEqual([{ at: { line: 1, column: 41 }, text: "image of a pre_start of service web" }]);
	expect(reading.subjects[0]?.aroundStart?.()).toMatchObject([{ commands: [] }]);
});
