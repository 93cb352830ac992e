// Sets up what is missing, then starts the demo or the tests on Node 24. Plain JavaScript without dependencies:
// it runs on the machine's own Node, before anything is installed.
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
const emulated = ["/test/e2e/", "\\.emulated\\.test\\.ts$", "/test/demo/workplace\\.test\\.ts$"];
/** Slow ones beside those: they pack, install, or synthesise the whole stack. */
const slow = ["/test/packaging/", "/test/infra/app\\.test\\.ts$"];
/** What each runs, with what, after what is missing was installed. */
const commands = {
	demo: ["demo/main.ts"],
	test: [jest],
	"test:unit": [jest, "--testPathIgnorePatterns", ...emulated, ...slow],
	"test:e2e": [jest, ...emulated],
	setup: [],
};

/** One clear line, and the exit status of bad usage or of a machine that lacks something. */
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
const stamped = (stamp) => (existsSync(at(stamp)) ? readFileSync(at(stamp), "utf8") : null);

/** What npm installed last, by its own record: also right when somebody ran `npm ci` or `npm install` by hand. */
function packagesAreFresh(stamp, hash) {
	const record = at("node_modules", ".package-lock.json");
	if (!existsSync(record) || !existsSync(at("node_modules", ".bin", "node"))) return false;
	return stamped(stamp) === hash || statSync(record).mtimeMs >= statSync(at("package-lock.json")).mtimeMs;
}

/** Null when everything is there, else why it is not. */
async function installPackages() {
	const stamp = "node_modules/.shipshape-lock";
	const hash = hashOf("package-lock.json");
	if (!packagesAreFresh(stamp, hash)) {
		say("installing the packages of package-lock.json (npm ci)");
		const npm = process.env.npm_execpath;
		const byNode = npm !== undefined && /\.c?js$/.test(npm);
		const failure = await quietly(byNode ? process.execPath : "npm", byNode ? [npm, "ci"] : ["ci"]);
		if (failure !== null) return failure;
	}
	if (stamped(stamp) !== hash) writeFileSync(at(stamp), hash);
	return null;
}

/** The first Python of at least 3.10 that can make a virtual environment; null when there is none. */
function findPython() {
	const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
	const question = "import sys, ensurepip, venv; print(sys.version_info >= (3, 10))";
	const answers = (name) => {
		const { status, stdout } = spawnSync(name, ["-c", question], { encoding: "utf8" });
		return status === 0 && stdout.trim() === "True";
	};
	return names.find(answers) ?? null;
}

/** Null when `.venv` holds exactly what requirements.txt says, else why it does not. */
async function installPython() {
	const stamp = ".venv/.shipshape-requirements";
	const hash = hashOf("requirements.txt");
	if (stamped(stamp) === hash && existsSync(at(".venv", "bin", "python"))) return null;
	const python = findPython();
	if (python === null)
		return "the emulated AWS needs Python 3.10 or later with its venv module; install python3 and python3-venv";
	say("making .venv from requirements.txt (the emulated AWS)");
	rmSync(at(".venv"), { recursive: true, force: true });
	const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"];
	const failure =
		(await quietly(python, ["-m", "venv", at(".venv")])) ??
		(await quietly(at(".venv", "bin", "python"), [...pip, "--require-hashes", "-r", at("requirements.txt")]));
	if (failure === null) writeFileSync(at(stamp), hash);
	return failure;
}

/** Runs to the end: null when it went well, else what it said. */
function quietly(file, args) {
	return new Promise((done) => {
		const child = spawn(file, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
		child.on("error", (error) => done(`${file}: ${error.message}`));
		child.on("close", (status) => done(status === 0 ? null : `${[file, ...args].join(" ")} failed:\n${output.trim()}`));
	});
}

/** Npm changes to the folder of package.json before it runs a script, and says where it was started. */
const whereTheUserIs = () =>
	(process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD) ?? process.cwd();

/** Hands over to Node 24: signals go on to it, its exit status comes back. */
function handOver(args) {
	const child = spawn(at("node_modules", ".bin", "node"), args, {
		// Jest looks for its configuration here; files that are named to the demo are where its user is.
		cwd: command.startsWith("test") ? root : whereTheUserIs(),
		// The demo stops when this channel closes, should this process be killed without a chance to pass it on.
		stdio: ["inherit", "inherit", "inherit", "ipc"],
		env: { ...process.env, PATH: `${at("node_modules", ".bin")}:${process.env.PATH ?? ""}` },
	});
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
	child.on("error", (error) => stop(String(error)));
	child.on("exit", (status, signal) => process.exit(status ?? 128 + constants.signals[signal]));
	if (process.env.npm_lifecycle_event === undefined) return;
	// npm ends the shell between itself and this process, and nobody tells this process.
	const shell = process.ppid;
	setInterval(() => process.ppid !== shell && child.kill("SIGTERM"), 500).unref();
}

requireNode();
const [command = "", ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) stop(`unknown command "${command}"; write ${Object.keys(commands).join(", ")}`);
const [packages, python] = await Promise.all([installPackages(), command === "test:unit" ? null : installPython()]);
if (packages !== null) stop(packages);
if (python !== null) {
	// Without the emulated AWS there is no demo, but still nearly every test; who only asks for help needs neither.
	const asksForHelp = args.includes("--help") || args.includes("-h");
	if (command === "demo" ? !asksForHelp : process.env.CI === "true") stop(python);
	if (command !== "demo") say(`${python}\nshipshape: without it the end-to-end tests are skipped`);
}
const [program, ...given] = commands[command];
// What was given here comes last: Jest takes all that stands behind a list for a part of it.
if (program !== undefined) handOver([at(program), ...args, ...given]);
