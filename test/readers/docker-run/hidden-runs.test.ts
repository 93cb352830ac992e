import { expect, test } from "@jest/globals";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { aSourceFile, containerIn, positionIn } from "../../support/engine-files.ts";

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
	["su app -c 'docker run --privileged img'", "su"],
	["sh -s 'docker run img'", "sh"],
	["eval 'docker run' img", "eval"],
	["PW=/hunter2/su su -c 'docker run img'", "su"],
	["DOCKER_RUN=docker run --rm", "DOCKER_RUN"],
	["DOCKER_RUN = docker run --rm", "DOCKER_RUN"],
	["ssh host docker --context a run img", "ssh"],
	["$SUDO docker run --privileged img", "${SUDO}"],
	["$SUDO -E docker run img", "${SUDO}"],
	["/usr/bin/env docker run img", "env"],
	['env -S "docker run img"', "env"],
	["find . -exec docker run img ';'", "find"],
	["winpty docker run -it img", "winpty"],
	['alias d="docker run -it"', "alias"],
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
	"sh -c 'docker run --privileged img'",
	'sudo bash -c "cd x && docker run --privileged img"',
	"/bin/sh -c '/usr/bin/docker run --privileged img'",
	"ExecStart=-/bin/bash -euxc 'exec docker run --privileged img'",
	"eval 'docker run --privileged img'",
	"eval docker run --privileged img",
	"sh -c 'docker --context a --log-level=b -D -H tcp://c:1 --config d run --privileged img'",
	'sh -c "sh -c \\"docker run --privileged img\\""',
	"@docker run --privileged img",
	"-docker run --privileged img",
	"+@-sudo docker run --privileged img",
	"ExecStart=-docker run --privileged img",
	"command=docker run --privileged img",
])("a container that a shell or make runs is read: %s", (line) => {
	const { subjects, notes } = readDockerRun(aSourceFile(`docker run --rm img\n${line}\n`));
	expect(
		subjects.map(({ facts }) => containerIn({ subjects, notes }, facts.arn.split("#")[1] ?? "").privileged),
	).toEqual([null, true]);
	expect(notes).toEqual([]);
});

test("what a shell runs indirectly is reported where it is", () => {
	expect(notesOf("sh -c 'xargs docker run img'")).toEqual([note("xargs").replace("2:1", "2:8")]);
	expect(notesOf("sh -ec 'ssh host docker run img'")).toEqual([note("ssh").replace("2:1", "2:9")]);
});

test("the words of a script in quotes have the positions that they have in the file", () => {
	const lines = [
		"ExecStart=/bin/sh -c \\",
		'  "exec docker run \\',
		'    --env \\"A=${B}\\" \\',
		"    --privileged \\",
		'    img:1; \\\n  "',
	];
	const reading = readDockerRun(aSourceFile(lines.join("\n")));
	expect(reading.notes).toEqual([]);
	expect(positionIn(reading, "run-1", "privileged")).toBe("4:5");
	expect(positionIn(reading, "run-1", "image")).toBe("5:5");
});

test.each([
	[
		"xargs docker run img",
		"1:1: xargs may run a container: that is not checked; write docker run as a separate command",
	],
	["# docker run img\n", "1:1: no command runs a container; write docker run …"],
	["eval $DOCKER run\n", "1:1: no command runs a container; write docker run …"],
])("a file in which nothing can be read is refused with the reason: %j", (text, reason) => {
	expect(() => readDockerRun(aSourceFile(text))).toThrow(reason);
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
