import { describe, expect, test } from "@jest/globals";
import { runCommandIn } from "../../../readers/docker-run/run-commands.ts";
import { splitCommands } from "../../../readers/shell/words.ts";

/** What the only command of a line runs: its engine, where it begins, and the words behind `run`. */
function readIn(line: string) {
	const [command = []] = splitCommands(line);
	const run = runCommandIn(command);
	if (run === null) return null;
	return [run.engine, run.first.offset, run.words.map(({ text: word }) => String(word)).join(" ")];
}

describe("a container engine", () => {
	test.each([
		["docker run img", "docker"],
		["podman run img", "podman"],
		["nerdctl run img", "nerdctl"],
		["finch run img", "finch"],
		["DOCKER run img", "docker"],
		["Docker.EXE run img", "docker"],
		["podman.exe run img", "podman"],
		["/usr/bin/docker run img", "docker"],
		["./docker run img", "docker"],
		["'C:\\Program Files\\docker.exe' run img", "docker"],
	])("is recognized: %s", (line, engine) => {
		expect(readIn(line)).toEqual([engine, 0, "img"]);
	});

	test.each([
		"docker2 run img",
		"mydocker run img",
		"docker-compose run img",
		"dockerxexe run img",
		"docker.execute run img",
		"docker/x run img",
		"./docker/run run img",
		"crictl run img",
		"run img",
		"",
	])("is not recognized: %j", (line) => {
		expect(readIn(line)).toBeNull();
	});
});

describe("the words after run", () => {
	test.each([
		["docker run img a b", "img a b"],
		["docker run", ""],
		["docker create --rm img", "--rm img"],
		["docker container run img", "img"],
		["docker container create img", "img"],
		["docker -D run img", "img"],
		["docker --debug --tls --tlsverify run img", "img"],
		["podman -r --remote run img", "img"],
		["nerdctl --insecure-registry run img", "img"],
		["docker --context prod run img", "img"],
		["docker --context=prod run img", "img"],
		["docker -H tcp://a:1 --log-level debug container run img", "img"],
		["docker --config run run img", "img"],
		["docker --config $HOME/run run img", "img"],
		['docker --config="$HOME" run img', "img"],
		['docker "$X" run img', null],
		["docker container container run img", null],
		["docker ps", null],
		["docker exec run img", null],
		["docker image run img", null],
		["docker RUN img", null],
		["docker runs img", null],
		["docker --context", null],
		["docker --context run img", null],
		["docker", null],
		["docker container", null],
	])("are read: %s", (line, words) => {
		expect(readIn(line)?.[2] ?? null).toBe(words);
	});
});

describe("the words before a command in a crontab or a unit", () => {
	test.each([
		["*/5 * * * * docker run img", 12],
		["0,30 3-5 1 jan-mar mon,fri /usr/bin/docker run img", 27],
		["0 3 * * 1 root docker run img", 15],
		["0 3 * * 1 app sudo -u x podman run img", 24],
		["@reboot docker run img", 8],
		["@daily root TZ=UTC docker run img", 19],
		["ExecStart=/usr/bin/docker run img", 0],
		["ExecStartPre=-/usr/bin/docker run img", 0],
		["ExecStart = /usr/bin/docker run img", 12],
		["command=docker run img", 0],
		["command = docker run img", 10],
	])("are skipped: %s", (line, offset) => {
		expect(readIn(line)).toEqual([expect.stringMatching(/docker|podman/), offset, "img"]);
	});

	test.each([
		"@daily echo docker run img",
		"0 3 * * 1 echo docker run img",
		"0 3 * * docker",
		"@nightly docker run img",
		"0 3 * * docker-x run img",
		"0 3 * * 1 root grep docker run img",
		"Description = docker run img",
	])("are not: %s", (line) => {
		expect(readIn(line)).toBeNull();
	});
});

describe("the words before the engine", () => {
	test.each([
		["a prompt", "'$' "],
		["a prompt of csh", "% "],
		["a prompt of PowerShell", "'PS>' "],
		["another prompt", "'>' "],
		["an assignment", "A=1 "],
		["an assignment of nothing", "_a1= "],
		["an assignment of several lines", "A='x\ny' "],
		["several assignments", "A=1 Bc_2='x y' "],
		...["!", "{", "then", "do", "else", "elif", "if", "while", "until"].map((word) => ["the shell's", `${word} `]),
		...["exec", "time", "nohup", "command", "env", "nice"].map((word) => ["a program that starts it", `${word} `]),
		["sudo", "sudo "],
		["doas", "doas "],
		["several of them", "if ! A=1 env B=2 exec sudo nice "],
		["options of sudo", "sudo -E -n --preserve-env=A "],
		["an option of sudo with a value: -u", "sudo -u root "],
		["an option of sudo with a value: -g", "sudo -g docker "],
		...["p", "C", "D", "h", "r", "T", "t"].map((name) => [
			`an option of sudo with a value: -${name}`,
			`sudo -${name} x `,
		]),
		["an option of sudo with a value: -R", "sudo -R /srv "],
		["a user of the engine's name", "sudo -u podman "],
		["options of sudo in one word, the last with a value", "sudo -iu podman "],
		...["user", "group", "host", "prompt", "chdir", "chroot", "role", "type", "command-timeout"].map((name) => [
			`a long option of sudo with its value behind it: --${name}`,
			`sudo --${name} docker `,
		]),
		["a user of doas", "doas -u podman "],
		["options of env", "env -i -u X -C /srv A=1 "],
		["a niceness", "nice -n 10 "],
		["a niceness in one word", "nice --adjustment=10 "],
		["a time limit", "timeout 5m "],
		["a time limit with a long fraction", "timeout 1.25s "],
		["a time limit with a fraction", "timeout --signal=KILL -k 5 1.5h sudo "],
		["an option that has no value everywhere", "time -p "],
		["several options of sudo with values", "sudo -u root -g docker -E "],
		["an assignment behind sudo", "sudo A=1 "],
		["sudo twice", "sudo -u root sudo -u app "],
	])("may be %s: %s", (_, before) => {
		expect(readIn(`${before}docker run img`)).toEqual(["docker", before.length, "img"]);
	});

	test.each([
		"echo ",
		"echo sudo ",
		"x sudo -u root ",
		"then echo ",
		"sudo echo ",
		"sudo -u root echo ",
		"sudo root ",
		"sudo -E root ",
		"sudo -uroot root ",
		"sudo -ui root ",
		"sudo --user=app root ",
		"sudo --users root ",
		"sudo --x-u docker ",
		"sudo a-b ",
		"-E sudo ",
		"5m sudo ",
		"sudo --preserve-env root ",
		"sudo -n10x ten ",
		"nice -n ten ",
		"timeout 5x ",
		"timeout x5 ",
		"timeout 1. ",
		"5m ",
		"sudo -- root ",
		"-E ",
		"-u root ",
		"1A=1 ",
		"A-B=1 ",
		"=1 ",
		"x!",
		"sudos ",
		"mysudo ",
		"dont ",
		"redo ",
		"$$ ",
	])("may not be %s", (before) => {
		expect(readIn(`${before}docker run img`)).toBeNull();
	});

	test("may name another engine, of which the first one runs", () => {
		expect(readIn("docker run podman run img")).toEqual(["docker", 0, "podman run img"]);
		expect(readIn("docker ps docker run img")).toBeNull();
		expect(readIn("echo docker run sudo docker run img")).toBeNull();
	});
});
