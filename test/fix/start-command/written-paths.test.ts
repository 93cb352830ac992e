import { describe, expect, test } from "@jest/globals";
import { writtenPathsOf } from "../../../fix/start-command/written-paths.ts";

const pathsIn = (line: string): readonly string[] => {
	const [name = "", ...given] = line.split(" ");
	return writtenPathsOf({ name, args: given });
};

describe("the paths that a program writes to", () => {
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
	])("are found in: %s", (line, paths) => {
		expect(pathsIn(line)).toEqual(paths);
	});

	test.each("tee mkdir touch chown chgrp chmod rm rmdir unlink truncate mkfifo cp mv ln rsync install".split(" "))(
		"include the operand of %s",
		(name) => {
			expect(pathsIn(`${name} /a`)).toEqual(["/a"]);
		},
	);

	test.each(
		"useradd adduser usermod userdel deluser groupadd addgroup groupmod groupdel delgroup passwd chpasswd chsh".split(
			" ",
		),
	)("include /etc for %s", (name) => {
		expect(pathsIn(name)).toEqual(["/etc"]);
	});

	test.each("curl wget sort gcc g++ ld go gpg openssl strace pandoc javac ffmpeg protoc".split(" "))(
		"include the value of -o for %s",
		(name) => {
			expect(pathsIn(`${name} -o /a`)).toEqual(["/a"]);
		},
	);

	test.each("clone pull checkout fetch reset switch merge init".split(" "))(
		"include the value of -C for git %s",
		(verb) => {
			expect(pathsIn(`git -C /a ${verb}`)).toContain("/a");
		},
	);
});
