import { expect, test } from "@jest/globals";
import { installersIn } from "../../../fix/start-command/installers.ts";

const installersOf = (line: string): readonly string[] => {
	const [name = "", ...given] = line.split(" ");
	return installersIn({ name, args: given });
};

test.each([
	["pip install x", "pip"],
	["pip3 -q -q -q install x", "pip3"],
	["pip --proxy http://p install x", "pip"],
	["uv pip install x", "uv"],
	["uv sync", "uv"],
	["uv add x", "uv"],
	["npm i", "npm"],
	["npm ci", "npm"],
	["pnpm update", "pnpm"],
	["yarn", "yarn"],
	["yarn --frozen-lockfile", "yarn"],
	["yarn -vv", "yarn"],
	["yarn add x", "yarn"],
	["apt-get -y install x", "apt-get"],
	["apt-get -o A::B=1 -y update", "apt-get"],
	["apk add x", "apk"],
	["composer require x", "composer"],
	["dnf upgrade", "dnf"],
	["python -m pip install x", "pip"],
	["python3.12 -u -m pip install x", "pip"],
	["pypy3 -m pip install x", "pip"],
	["python -m /usr/lib/pip install", "pip"],
])("recognizes that %s installs packages", (line, name) => {
	expect(installersOf(line)).toEqual([name]);
});

test.each([
	"pip list",
	"pip show install",
	"npm start",
	"npm run install",
	"npm pip install",
	"uv run pip install",
	"npm",
	"yarn start",
	"yarn --version",
	"yarn -v",
	"yarn -h",
	"yarn --frozen --help",
	"apt-cache search install",
	"python app.py -m pip install",
	"python -m http.server install",
	"python -c pip install",
	"node -m pip install",
	"xpython -m pip install",
	"install x",
])("recognizes that %s installs nothing", (line) => {
	expect(installersOf(line)).toEqual([]);
});
