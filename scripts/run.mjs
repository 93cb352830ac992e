// Installs what is missing, then starts the demo or the tests on Node 24. Plain JavaScript without dependencies, so that it
// runs on the machine's own Node before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);
const jest = "node_modules/jest/bin/jest.js";
/** Tests that need the emulated AWS. */
const emulated = ["/test/e2e/", "\\.emulated\\.test\\.ts$", "/test/demo/workspace\\.test\\.ts$"];
/** Slow ones beside those: they pack, install, bundle, synthesize the stack, start a browser, or type-check a copy of the checkout. */
const slow = [
	"/test/packaging/",
	"/test/bundles\\.test\\.ts$",
	"/test/cli/bad-input\\.test\\.ts$",
	"/test/infra/",
	"/test/report/browser\\.test\\.ts$",
	"/test/scripts/new-files\\.test\\.ts$",
];
/** Short properties, and one more process than `npm test` has: some tests wait, and no emulator shares the machine. */
const quick = ["--setupFiles", at("test/support/short-properties.ts"), "--maxWorkers", "3"];
/** What each runs, with what, after what is missing was installed. */
const commands = {
	demo: ["demo/main.ts"],
	test: [jest],
	"test:unit": [jest, ...quick, "--testPathIgnorePatterns", ...emulated, ...slow],
	"test:e2e": [jest, ...emulated],
	setup: [],
};

/** Prints one line and exits with 2: bad usage, or a requirement that is not installed. */
function stop(text) {
	process.stderr.write(`shipshape: ${text}\n`);
	process.exit(2);
}

const say = (text) => process.stderr.write(`shipshape: ${text}\n`);

function requireNode() {
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	stop(`Node ${process.versions.node} is too old; install Node 20.19 or later`);
}

const hashOf = (file) =>
	createHash("sha256")
		.update(readFileSync(at(file)))
		.digest("hex");
const readStamp = (stamp) => (existsSync(at(stamp)) ? readFileSync(at(stamp), "utf8") : null);

/** Compares with npm's own record of the last installation, so that a manual `npm ci` or `npm install` is recognized. */
function packagesAreFresh(stamp, hash) {
	const record = at("node_modules", ".package-lock.json");
	if (!existsSync(record) || !existsSync(at("node_modules", ".bin", "node"))) return false;
	return readStamp(stamp) === hash || statSync(record).mtimeMs >= statSync(at("package-lock.json")).mtimeMs;
}

/** Installs the packages if needed; returns null on success, otherwise the error. */
async function installPackages() {
	const stamp = "node_modules/.shipshape-lock";
	const hash = hashOf("package-lock.json");
	if (!packagesAreFresh(stamp, hash)) {
		say("installing the packages of package-lock.json (npm ci)");
		const npm = process.env.npm_execpath;
		const byNode = npm !== undefined && /\.c?js$/.test(npm);
		const failure = await runSilently(byNode ? process.execPath : "npm", byNode ? [npm, "ci"] : ["ci"]);
		if (failure !== null) return failure;
	}
	if (readStamp(stamp) !== hash) writeFileSync(at(stamp), hash);
	return null;
}

/** The first Python 3.10 or later that can create a virtual environment; null when there is none. */
function findPython() {
	const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
	const script = "import sys, ensurepip, venv; print(sys.version_info >= (3, 10))";
	const isSuitable = (name) => {
		const { status, stdout } = spawnSync(name, ["-c", script], { encoding: "utf8" });
		return status === 0 && stdout.trim() === "True";
	};
	return names.find(isSuitable) ?? null;
}

/** Creates `.venv` from requirements.txt if needed; returns null on success, otherwise the error. */
async function installPython() {
	const stamp = ".venv/.shipshape-requirements";
	const hash = hashOf("requirements.txt");
	if (readStamp(stamp) === hash && existsSync(at(".venv", "bin", "python"))) return null;
	const python = findPython();
	if (python === null)
		return "the emulated AWS needs Python 3.10 or later with its venv module; install python3 and python3-venv";
	say("creating .venv from requirements.txt (the emulated AWS)");
	rmSync(at(".venv"), { recursive: true, force: true });
	const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"];
	const failure =
		(await runSilently(python, ["-m", "venv", at(".venv")])) ??
		(await runSilently(at(".venv", "bin", "python"), [...pip, "--require-hashes", "-r", at("requirements.txt")]));
	if (failure === null) writeFileSync(at(stamp), hash);
	return failure;
}

/** Runs a command without showing its output; resolves to null on success, otherwise to an error with the output. */
function runSilently(file, args) {
	return new Promise((done) => {
		const child = spawn(file, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
		child.on("error", (error) => done(`${file}: ${error.message}`));
		child.on("close", (status) => done(status === 0 ? null : `${[file, ...args].join(" ")} failed:\n${output.trim()}`));
	});
}

/** npm changes to the folder of package.json before it runs a script, and sets INIT_CWD to where it was started. */
const userDirectory = () =>
	(process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD) ?? process.cwd();

/** Runs the command on Node 24, forwards signals to it and exits with its exit status. */
function runOnNode24(args) {
	const child = spawn(at("node_modules", ".bin", "node"), args, {
		// Jest needs its configuration in the checkout; paths given to the demo are relative to the user's directory.
		cwd: command.startsWith("test") ? root : userDirectory(),
		// The demo stops when this channel closes, even when this process is killed before it can forward a signal.
		stdio: ["inherit", "inherit", "inherit", "ipc"],
		env: { ...process.env, PATH: `${at("node_modules", ".bin")}:${process.env.PATH ?? ""}` },
	});
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
	child.on("error", (error) => stop(String(error)));
	child.on("exit", (status, signal) => process.exit(status ?? 128 + constants.signals[signal]));
	if (process.env.npm_lifecycle_event === undefined) return;
	// When npm is stopped it ends the shell between itself and this process without a signal to this process.
	const shell = process.ppid;
	setInterval(() => process.ppid !== shell && child.kill("SIGTERM"), 500).unref();
}

requireNode();
const [command = "", ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, command))
	stop(`unknown command "${command}"; write one of ${Object.keys(commands).join(", ")}`);
// The demo needs the emulated AWS, most tests do not, and --help needs nothing.
const isHelp = args.includes("--help") || args.includes("-h");
const needsPython = command !== "test:unit" && !isHelp;
const [packages, python] = await Promise.all([installPackages(), needsPython ? installPython() : null]);
if (packages !== null) stop(packages);
if (python !== null) {
	if (command === "demo" || process.env.CI === "true") stop(python);
	if (command !== "demo") say(`${python}\nshipshape: without it the end-to-end tests are skipped`);
}
const [program, ...programArgs] = commands[command];
// The command's own arguments come last: Jest takes everything after a list option as part of the list.
if (program !== undefined) runOnNode24([at(program), ...args, ...programArgs]);
