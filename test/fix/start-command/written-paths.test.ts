import { describe, expect, test } from "@jest/globals";
import { writtenPathsOf } from "../../../fix/start-command/written-paths.ts";

const targetsIn = (line: string): readonly string[] => {
	const [name = "", ...given] = line.split(" ");
	return writtenPathsOf({ name, args: given });
};

describe("what a program writes to", () => {
	test.each<[string, readonly string[]]>([
		["tee -a /a /b", ["/a", "/b"]],
		["mkdir -p /a", ["/a"]],
		["cp -r /a /b", ["/b"]],
		["cp -t /b /a", ["/a", "/b"]],
		["cp --target-directory=/b /a", ["/a", "/b"]],
		["cp --target-directory /b /a", ["/a", "/b"]],
		["cp --no-t/x /a /b", ["/b"]],
		["install -m 755 /a /b", ["/b"]],
		["install -d /a /b", ["/a", "/b"]],
		["install -Dd /a /b", ["/a", "/b"]],
		["install --directory /a /b", ["/a", "/b"]],
		["install -m --directory-x /a /b", ["/b"]],
		["sed -i s/a/b/ /a", ["/a"]],
		["sed -Ei s/a/b/ /a", ["/a"]],
		["sed -i.bak s/a/b/ /a", ["/a"]],
		["sed --in-place=.bak s/a/b/ /a", ["/a"]],
		["sed -n s/i/b/ /a", []],
		["sed s/-i/b/ /a", []],
		["tar -xzf /a.tgz -C /b", ["/b"]],
		["tar xzf /a.tgz -C /b", ["/b"]],
		["tar -C /b xzf /a.tgz", ["/b"]],
		["tar -C /b -f a xz", []],
		["tar --extract --directory=/b", ["/b"]],
		["tar --get --directory /b", ["/b"]],
		["tar --extracting --directory /b", []],
		["tar xzf /a.tgz --directory-of /b", []],
		["tar czf /a.tgz -C /b x-1", []],
		["tar cf x -C /b", []],
		["bsdtar -xC /b", ["/b"]],
		["unzip -qd /b /a.zip", ["/b"]],
		["unzip a-d /b", []],
		["wget -P /b u", ["/b"]],
		["wget -qP/b u", ["/b"]],
		["wget --directory-prefix=/b u", ["/b"]],
		["wget --directory-prefix /b u", ["/b"]],
		["wget --no-directory-prefix /b u", []],
		["wget a-P /b", []],
		["wget -P", []],
		["git clone u /b", ["/b"]],
		["git clone", []],
		["git pull /b", []],
		["git -C /b pull", ["/b"]],
		["git -C /b log", []],
		["useradd -m app", ["/etc"]],
		["curl -o /b u", ["/b"]],
		["curl -fsSLo /b u", ["/b"]],
		["curl -o/b u", ["/b"]],
		["curl -ob u", []],
		["curl --output /b u", ["/b"]],
		["curl --output=/b u", ["/b"]],
		["curl --output-dir /b u", ["/b"]],
		["curl --outputs /b u", []],
		["curl a-o /b u", []],
		["app --output-file=/b", ["/b"]],
		["app --output=b", []],
		["app --output= /b", []],
		["app -o /b", []],
		["app /b", []],
	])("%s", (line, paths) => {
		expect(targetsIn(line)).toEqual(paths);
	});

	test.each("tee mkdir touch chown chgrp chmod rm rmdir unlink truncate mkfifo cp mv ln rsync install".split(" "))(
		"%s writes where it points",
		(name) => {
			expect(targetsIn(`${name} /a`)).toEqual(["/a"]);
		},
	);

	test.each(
		"useradd adduser usermod userdel deluser groupadd addgroup groupmod groupdel delgroup passwd chpasswd chsh".split(
			" ",
		),
	)("%s writes the list of users", (name) => {
		expect(targetsIn(name)).toEqual(["/etc"]);
	});

	test.each("curl wget sort gcc g++ ld go gpg openssl strace pandoc javac ffmpeg protoc".split(" "))(
		"%s writes what -o names",
		(name) => {
			expect(targetsIn(`${name} -o /a`)).toEqual(["/a"]);
		},
	);

	test.each("clone pull checkout fetch reset switch merge init".split(" "))("git %s changes its folder", (verb) => {
		expect(targetsIn(`git -C /a ${verb}`)).toContain("/a");
	});
});
