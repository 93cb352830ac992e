import { describe, expect, test } from "@jest/globals";
import { startEffects } from "../../../fix/start-command/start-command.ts";

const sh = (script: string): readonly string[] => ["sh", "-c", script];

describe("a command that neither writes nor installs", () => {
	test.each<[readonly string[]]>([
		[["python", "-O", "/app/main.py"]],
		[["python3", "-OO", "/app/main.py"]],
		[sh("grep -o /health /x")],
		[["ps", "-eo", "/x"]],
		[["envoy", "-co", "/etc/envoy.yaml"]],
		[["ssh", "-o", "/x"]],
		[["mount", "-o", "/etc/opts"]],
		[["spark-submit", "/tmp/a.py", "--master", "yarn"]],
		[["echo", "pip", "install"]],
		[sh('echo "<p>/x</p>"')],
		[sh("echo '<b class=\"a\">/x<br>/y</b>'")],
		[["awk", "$1>/x/", "/data"]],
		[sh("awk '$1>/x/' /data | gawk -F: '$2 >> /y {print $1}'")],
		[sh("set -e # > /etc/foo\nrun")],
		[sh("# mkdir /x\n  # don't > /y\nrun")],
		[["tar", "-C", "/opt", "-czf", "-", "x"]],
		[["tar", "tf", "/opt/x"]],
		[["git", "-C", "/srv", "log"]],
		[["git", "clone", "u"]],
		[["unzip", "-l", "/x.zip"]],
		[["sudo", "-u", "tee", "cat", "/x"]],
		[["yarn", "--version"]],
		[["python", "app.py", "-m", "pip", "install"]],
		[["python", "-m", "http.server"]],
		[["/entrypoint.sh", "--master", "yarn"]],
		[sh("for i in $(ls); do echo $i; done")],
		[sh(`> /${"a".repeat(4096)}`)],
	])("has no effects: %j", (words) => {
		expect(startEffects(words)).toEqual({ writes: [], installers: [] });
	});
});

describe("a command that writes", () => {
	test.each<[readonly string[], readonly string[]]>([
		[sh("echo \"# title\" > /x; echo 'a # b' > /y; echo a\\ # > /z"), ["/x", "/y"]],
		[sh("a#b > /x"), ["/x"]],
		[sh('echo "a \\" # b" > /x'), ["/x"]],
		[sh("sort <in>/x"), ["/x"]],
		[sh("echo '<p>a</p>' > /x; sort <in>/y"), ["/x", "/y"]],
		[sh("awk '$1>/a/ {print > \"/x\"}' /d > /y"), ["/x", "/y"]],
		[sh("awk -f x.awk > /x; cat 'b' > /y"), ["/x", "/y"]],
		[["gcc", "-O2", "-o", "/x/a", "a.c"], ["/x/a"]],
		[["sort", "-uo", "/x"], ["/x"]],
		[["tar", "-C", "/opt", "-xzf", "a.tgz"], ["/opt"]],
		[["tar", "-C", "/opt", "xf", "a.tgz"], ["/opt"]],
		[["tar", "xzf", "a.tgz", "-C/opt"], ["/opt"]],
		[["tar", "--extract", "--directory=/opt"], ["/opt"]],
		[["unzip", "-q", "a.zip", "-d", "/opt"], ["/opt"]],
		[["wget", "-qP", "/opt", "u"], ["/opt"]],
		[["wget", "--directory-prefix=/opt", "u"], ["/opt"]],
		[["curl", "--output-dir", "/opt", "-O", "u"], ["/opt"]],
		[
			["install", "-d", "/opt/x", "/opt/y"],
			["/opt/x", "/opt/y"],
		],
		[["install", "-m", "755", "/a", "/opt/x"], ["/opt/x"]],
		[["cp", "-t", "/opt", "a"], ["/opt"]],
		[["git", "clone", "--depth=1", "u", "/srv/r"], ["/srv/r"]],
		[["git", "-C", "/srv", "pull"], ["/srv"]],
		[["rm", "-rf", "/var/x"], ["/var/x"]],
		[["useradd", "-m", "app"], ["/etc"]],
		[sh("adduser -D app; usermod -u 5 app"), ["/etc"]],
		[["sudo", "-u", "app", "mkdir", "/x"], ["/x"]],
		[["env", "-u", "A", "B=1", "mkdir", "/x"], ["/x"]],
		[["timeout", "-s", "KILL", "5", "mkdir", "/x"], ["/x"]],
		[["gosu", "app", "mkdir", "/x"], ["/x"]],
		[["tini", "--", "docker-entrypoint.sh", "mkdir", "/x"], ["/x"]],
		[["/init", "sh", "-ec", "mkdir /x"], ["/x"]],
		[["su", "app", "-c", "mkdir /x"], ["/x"]],
		[sh("case $1 in a) mkdir /x;; b|c) touch /y;; (*) rm /z;; esac"), ["/x", "/y", "/z"]],
		[sh("a > '/opt/f?token=hunter2'; mkdir /https://u:hunter2@h /k=v /u@h"), ["/opt/f", "/https", "/k", "/u"]],
	])("has its paths found: %j", (words, writes) => {
		expect(startEffects(words)).toEqual({ writes, installers: [] });
	});

	test("has a path found behind twenty others", () => {
		const scratch = Array.from({ length: 20 }, (_, index) => `/tmp/${index}`);
		expect(startEffects(["mkdir", "-p", ...scratch, "/opt/x"])?.writes).toEqual([...scratch, "/opt/x"]);
	});
});

describe("a command that installs packages", () => {
	test.each<[readonly string[], readonly string[]]>([
		[["pip", ..."-q -q -q -q -q -q -q -q".split(" "), "install", "x"], ["pip"]],
		[["sudo", "-E", "apt-get", "-y", "install", "x"], ["apt-get"]],
		[["env", "A=b", "npm", "ci"], ["npm"]],
		[["python3.12", "-u", "-m", "pip", "install", "x"], ["pip"]],
		[["docker-entrypoint.sh", "yarn"], ["yarn"]],
		[["/init.sh", "--", "pip", "install", "x"], ["pip"]],
		[["uv", "pip", "install", "x"], ["uv"]],
		[sh("if ! pip install x; then exit 1; fi"), ["pip"]],
		[sh("(apk add x) && yarn 2>/dev/null"), ["apk", "yarn"]],
	])("has its package managers found: %j", (words, installers) => {
		expect(startEffects(words)).toEqual({ writes: [], installers });
	});
});
