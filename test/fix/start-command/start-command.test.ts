import { describe, expect, test } from "@jest/globals";
import { startEffects } from "../../../fix/start-command/start-command.ts";

const sample =
	"/bin/sh -c \"echo '<html> <head> <title>Sample</title> <style>body {margin-top: 40px; background-color: " +
	"#333;} </style> </head><body> <h1>Hi</h1></body></html>' >  /usr/local/apache2/htdocs/index.html && " +
	'httpd-foreground"';

test.each<[readonly string[]]>([[[]], [[""]], [["", " "]]])("returns null when the words are %j", (words) =>
	expect(startEffects(words)).toBeNull(),
);

describe("the paths that a command writes to", () => {
	test.each<[string, readonly string[], readonly string[]]>([
		[
			"a redirection in AWS's sample of a task definition",
			["sh", "-c", sample],
			["/usr/local/apache2/htdocs/index.html"],
		],
		["a program without redirections", ["node", "server.js"], []],
		[
			"envsubst with its output redirected",
			["sh", "-c", "envsubst < /t.in > /etc/nginx/nginx.conf && nginx"],
			["/etc/nginx/nginx.conf"],
		],
		["redirections that append", ["sh -c 'date >> /var/log/a; date >>/var/log/b'"], ["/var/log/a", "/var/log/b"]],
		["the same path twice", ["sh -c 'a > /x; b > /x'"], ["/x"]],
		["redirections of standard error and of both streams", ["sh -c 'a 2> /x/err &>/x/all'"], ["/x/err", "/x/all"]],
		["a redirection that overrides noclobber", ["sh -c 'a >| /x/a'"], ["/x/a"]],
		["a redirection to a quoted path", ["sh", "-c", 'a > "/x/a"'], ["/x/a"]],
		["a path with a variable", ["sh -c 'a > /x/$HOSTNAME'"], ["/x/$HOSTNAME"]],
		["paths in /dev, /proc and /sys", ["sh -c 'a > /dev/null 2>/proc/1/fd/2; b >/sys/a'"], []],
		["a path that only starts like /dev", ["sh -c 'a > /devices'"], ["/devices"]],
		["a redirection from stream to stream", ["sh -c 'a 2>&1'"], []],
		["a redirection to a relative path", ["sh -c 'a > out.txt'"], []],
		["a redirection of standard input", ["sh -c 'a < /etc/x'"], []],
		["arrows in JavaScript", ["node", "-e", "x =>/a/; y->/b; z <>/c"], []],
		["tee behind sudo", ["sh -c 'echo a | sudo tee -a /etc/hosts /x/b > /dev/null'"], ["/etc/hosts", "/x/b"]],
		["tee with a relative and an absolute path", ["sh -c 'echo a | tee out /a > /b'"], ["/b", "/a"]],
		["programs with names that contain tee", ["sh -c 'coffee /a; teen /b'"], []],
		["options -o and -O of curl", ["curl -sSLo /x/a u -o/x/b -O /x/c"], ["/x/a", "/x/b", "/x/c"]],
		["long options for the output", ["wget --output-document=/x/a -q --output /x/b"], ["/x/a", "/x/b"]],
		["output options without a path", ["prog -o json --output=yaml -o"], []],
		["mkdir and touch", ["bash -ec 'mkdir -p /x/a b && touch /x/c'"], ["/x/a", "/x/c"]],
		["chown and chmod", ["bash -o pipefail -c 'A=1 chown -R app:app /srv; exec chmod 700 /run/x'"], ["/srv", "/run/x"]],
		["the last operand of cp, mv and ln", ["sh -c 'cp /a /b; mv /c /d && /bin/ln -s /e /f'"], ["/b", "/d", "/f"]],
		["sed -i, but not sed without it", ["sh -c 'sed -i s/a/b/ /etc/x; sed /a/d /etc/y'"], ["/etc/x"]],
		["several lines with a continuation", ["sh", "-c", "set -e\nmkdir \\\n  /x\nrun"], ["/x"]],
		["blocks and subshells", ["sh -c 'if true; then touch /a; fi; { mkdir /b; }; (touch /c)'"], ["/a", "/b", "/c"]],
		["a redirection to /dev/null between operands", ["mkdir /a 2>/dev/null /b"], ["/a"]],
	])("finds them in %s", (_, words, writes) => {
		expect(startEffects(words)).toEqual({ writes, installers: [] });
	});

	test("finds all of thirty paths", () => {
		const many = Array.from({ length: 30 }, (_, index) => `a > /x/${index};`).join(" ");
		expect(startEffects([many])?.writes).toHaveLength(30);
	});

	test("handles a command as long as a task definition allows", () => {
		expect(startEffects([" ".repeat(10), "a".repeat(65_536), "> /x"])?.writes).toEqual([]);
	});
});

describe("the package managers that a command installs with", () => {
	test.each<[string, readonly string[]]>([
		["sh -c 'pip install -r requirements.txt && python app.py'", ["pip"]],
		["python -m pip install x", ["pip"]],
		["/usr/bin/pip3 --no-cache-dir install x", ["pip3"]],
		["sh -c 'apt-get -qq update && apt-get -y install curl; apk add x'", ["apt-get", "apk"]],
		["yum install -y x", ["yum"]],
		["sh -c 'npm ci && npm start'", ["npm"]],
		["sh -c 'npm i; npm --prefix web install'", ["npm"]],
		["sh -c 'yarn && yarn dev'", ["yarn"]],
		["yarn --frozen-lockfile", ["yarn"]],
		["bundle install", ["bundle"]],
		["npm start", []],
		["npm run ci", []],
		["yarn dev", []],
		["npm", []],
		["npm -g", []],
		["bundle exec rails server", []],
		["uv run app install", []],
		["mypip install", []],
		["cat /pip/install", []],
	])("of %s are %j", (text, installers) => {
		expect(startEffects([text])).toEqual({ writes: [], installers });
	});
});
