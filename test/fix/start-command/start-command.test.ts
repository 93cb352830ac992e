import { describe, expect, test } from "@jest/globals";
import { startEffects } from "../../../fix/start-command/start-command.ts";

const sample =
	"/bin/sh -c \"echo '<html> <head> <title>Sample</title> <style>body {margin-top: 40px; background-color: " +
	"#333;} </style> </head><body> <h1>Hi</h1></body></html>' >  /usr/local/apache2/htdocs/index.html && " +
	'httpd-foreground"';

test.each<[readonly string[]]>([[[]], [[""]], [["", " "]]])("%j is nothing", (words) =>
	expect(startEffects(words)).toBeNull(),
);

describe("what a command plainly writes", () => {
	test.each<[string, readonly string[], readonly string[]]>([
		["AWS's sample", ["sh", "-c", sample], ["/usr/local/apache2/htdocs/index.html"]],
		["a program alone", ["node", "server.js"], []],
		["a template", ["sh", "-c", "envsubst < /t.in > /etc/nginx/nginx.conf && nginx"], ["/etc/nginx/nginx.conf"]],
		["more at the end", ["sh -c 'date >> /var/log/a; date >>/var/log/b'"], ["/var/log/a", "/var/log/b"]],
		["each once", ["sh -c 'a > /x; b > /x'"], ["/x"]],
		["errors too", ["sh -c 'a 2> /x/err &>/x/all'"], ["/x/err", "/x/all"]],
		["whatever is there", ["sh -c 'a >| /x/a'"], ["/x/a"]],
		["in quotes", ["sh", "-c", 'a > "/x/a"'], ["/x/a"]],
		["with a variable", ["sh -c 'a > /x/$HOSTNAME'"], ["/x/$HOSTNAME"]],
		["devices and the kernel's", ["sh -c 'a > /dev/null 2>/proc/1/fd/2; b >/sys/a'"], []],
		["a place like one of them", ["sh -c 'a > /devices'"], ["/devices"]],
		["streams", ["sh -c 'a 2>&1'"], []],
		["where it happens to be", ["sh -c 'a > out.txt'"], []],
		["reading", ["sh -c 'a < /etc/x'"], []],
		["arrows", ["node", "-e", "x =>/a/; y->/b; z <>/c"], []],
		["tee", ["sh -c 'echo a | sudo tee -a /etc/hosts /x/b > /dev/null'"], ["/etc/hosts", "/x/b"]],
		["tee elsewhere", ["sh -c 'echo a | tee out /a > /b'"], ["/b", "/a"]],
		["a program called like it", ["sh -c 'coffee /a; teen /b'"], []],
		["outputs", ["curl -sSLo /x/a u -o/x/b -O /x/c"], ["/x/a", "/x/b", "/x/c"]],
		["by their long name", ["wget --output-document=/x/a -q --output /x/b"], ["/x/a", "/x/b"]],
		["outputs at none", ["prog -o json --output=yaml -o"], []],
		["folders and files", ["bash -ec 'mkdir -p /x/a b && touch /x/c'"], ["/x/a", "/x/c"]],
		["owners", ["bash -o pipefail -c 'A=1 chown -R app:app /srv; exec chmod 700 /run/x'"], ["/srv", "/run/x"]],
		["the last of several", ["sh -c 'cp /a /b; mv /c /d && /bin/ln -s /e /f'"], ["/b", "/d", "/f"]],
		["in place", ["sh -c 'sed -i s/a/b/ /etc/x; sed /a/d /etc/y'"], ["/etc/x"]],
		["on lines", ["sh", "-c", "set -e\nmkdir \\\n  /x\nrun"], ["/x"]],
		["in other shells", ["sh -c 'if true; then touch /a; fi; { mkdir /b; }; (touch /c)'"], ["/a", "/b", "/c"]],
		["what errors of it go to", ["mkdir /a 2>/dev/null /b"], ["/a"]],
	])("%s", (_, words, writes) => {
		expect(startEffects(words)).toEqual({ writes, installers: [] });
	});

	test("all are kept: one of the last may be what no mount is at", () => {
		const many = Array.from({ length: 30 }, (_, index) => `a > /x/${index};`).join(" ");
		expect(startEffects([many])?.writes).toHaveLength(30);
	});

	test("so are as many characters as a definition takes", () => {
		expect(startEffects([" ".repeat(10), "a".repeat(65_536), "> /x"])?.writes).toEqual([]);
	});
});

describe("what a command installs", () => {
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
	])("%s: %j", (text, installers) => {
		expect(startEffects([text])).toEqual({ writes: [], installers });
	});
});
