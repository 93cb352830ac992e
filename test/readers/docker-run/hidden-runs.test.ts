import { expect, test } from "@jest/globals";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { aSourceFile } from "../../support/engine-files.ts";

const notesOf = (line: string) =>
	readDockerRun(aSourceFile(`docker run --rm img\n${line}\n`)).notes.map(
		({ at, text }) => `${at.line}:${at.column} ${text}`,
	);
const note = (program: string) =>
	`2:1 ${program} may run a container: that is not checked; write docker run as a separate command`;

test.each([
	["xargs docker run --privileged img", "xargs"],
	["xargs -n 1 -I {} docker run img {}", "xargs"],
	["coproc docker run img", "coproc"],
	["sh -c 'docker run --privileged img'", "sh"],
	['sudo bash -c "cd x && docker run img"', "bash"],
	["/bin/sh -c '/usr/bin/docker run img'", "sh"],
	["ssh host docker --context a run img", "ssh"],
	["eval 'podman create img'", "eval"],
	["$SUDO docker run --privileged img", "${SUDO}"],
	["$SUDO -E docker run img", "${SUDO}"],
	["/usr/bin/env docker run img", "env"],
	['env -S "docker run img"', "env"],
	["find . -exec docker run img ';'", "find"],
	["winpty docker run -it img", "winpty"],
	['alias d="docker run -it"', "alias"],
	["sh -c 'docker --context a --log-level=b -D -H tcp://c:1 --config d run img'", "sh"],
	["PW=/hunter2/sh sh -c 'docker run img'", "sh"],
	["https://u:hunter2@h/b?ash docker run img", "this command"],
	["$DOCKER run --privileged img", "${DOCKER}"],
	["sudo $DOCKER container run img", "${DOCKER}"],
	["$DOCKER --context x run img", "${DOCKER}"],
	["$CLI run --rm img", "${CLI}"],
	["${CONTAINER_CLI} create img", "${CONTAINER_CLI}"],
])("a container that is run indirectly is reported: %s", (line, program) => {
	expect(notesOf(line)).toEqual([note(program)]);
});

test.each([
	"echo docker run img",
	"$NPM run build",
	"$PYTHON run server.py --port 80",
	'"$KUBECTL" create ns x',
	"sh -c 'docker compose run web'",
	"ssh host docker exec web npm run build",
	"git commit -m 'docker run img'",
	"$X docker exec web run",
	"sh -c 'docker ps'",
	"sh -c 'run docker'",
	"xargs docker rm",
	"$NPM run",
	"bash docker-run.sh",
	"docker compose run web",
	"npm run docker",
	"grep 'docker run' notes.txt",
	"timeout 5 docker run img",
])("nothing is reported for %s", (line) => {
	expect(notesOf(line)).toEqual([]);
});

test.each("cat echo egrep fgrep grep logger man printf rg sed awk type which".split(" "))(
	"%s only prints or searches the text",
	(program) => {
		expect(notesOf(`${program} docker run img`)).toEqual([]);
		expect(notesOf(`X=1 ${program}s docker run img`)).toEqual([note(`${program}s`)]);
	},
);

test.each(
	"alias coproc env eval flock nsenter parallel screen script ssh su systemd-run tmux watch xargs ash bash dash ksh zsh sh".split(
		" ",
	),
)("%s runs a string", (program) => {
	expect(notesOf(`${program} x 'cd /y;docker run img'`)).toEqual([note(program)]);
});

test.each(
	"-d -it -dit -e -v --rm --detach --env=A=1 --volume --mount --network --privileged --name=x --cap-add --user --init --read-only".split(
		" ",
	),
)("%s identifies a container command", (option) => {
	expect(notesOf(`$X run ${option} img`)).toEqual([note("${X}")]);
});

test.each(["-dx", "x-d", "-ee", "--rms", "-", "img"])("%s does not identify a container command", (option) => {
	expect(notesOf(`$X run ${option} img`)).toEqual([]);
});

test.each(["$DOCKER run", "$DOCKER ps", "$X$Y run --rm img", "docker-compose $RUN run"])(
	"nothing is reported for %s, which may be any command",
	(line) => {
		expect(notesOf(line)).toEqual([]);
	},
);
