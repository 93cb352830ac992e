import { expect, test } from "@jest/globals";
import { readDockerRun } from "../../../../adapters/files/docker-run/read-docker-run.ts";
import { aSourceFile } from "../../../support/engine-files.ts";

const notesOf = (line: string) =>
	readDockerRun(aSourceFile(`docker run --rm img\n${line}\n`)).notes.map(
		({ at, text }) => `${at.line}:${at.column} ${text}`,
	);
const note = (program: string) =>
	`2:1 ${program} runs a container: that is not read; write docker run as a command of its own`;

test.each([
	["xargs docker run --privileged img", "xargs"],
	["xargs -n 1 -I {} docker run img {}", "xargs"],
	["coproc docker run img", "coproc"],
	["sh -c 'docker run --privileged img'", "sh"],
	['sudo bash -c "cd x && docker run img"', "bash"],
	["/bin/sh -c '/usr/bin/docker run img'", "/bin/sh"],
	["ssh host docker --context a run img", "ssh"],
	["eval 'podman create img'", "eval"],
	["$DOCKER run --privileged img", "${DOCKER}"],
	["sudo $DOCKER container run img", "${DOCKER}"],
])("a container that is run in another way is told: %s", (line, program) => {
	expect(notesOf(line)).toEqual([note(program)]);
});

test.each([
	"echo docker run img",
	"sh -c 'docker ps'",
	"sh -c 'run docker'",
	"xargs docker rm",
	"$NPM run",
	"bash docker-run.sh",
	"docker compose run web",
	"npm run docker",
	"grep 'docker run' notes.txt",
	"timeout 5 docker run img",
])("nothing is told of %s", (line) => {
	expect(notesOf(line)).toEqual([]);
});
