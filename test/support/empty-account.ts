import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account } from "../../demo/account-schema.ts";
import { localOptionsOf } from "../../demo/deploy.ts";
import { type Doubles, endpointVariables, openDoubles, startAws } from "../../demo/environment.ts";
import { createWorkspace } from "../../demo/workspace.ts";
import { builtCommandLine } from "./built-command-line.ts";
import { root } from "./emulated.ts";
import { type Finished, programs, runShell } from "./shell.ts";
import { listedFiles } from "./sources.ts";

/** The emulated AWS with nothing in it, and a checkout with a tag from which Shipshape can be deployed into it. */
export interface EmptyAccount {
	readonly doubles: Doubles;
	/** The folder of the checkout. */
	readonly checkout: string;
	/** Runs a script in the checkout. `npm` only prints what it was called with; the CDK's command line asks nothing. */
	readonly shell: (script: string) => Promise<Finished>;
}

/** Starts the emulated AWS and calls `use`. Everything is stopped and removed before this returns. */
export async function withEmptyAccount(
	account: Account,
	tag: string,
	use: (empty: EmptyAccount) => Promise<void>,
): Promise<void> {
	const into = mkdtempSync(join(tmpdir(), "shipshape-empty-"));
	const stop = new AbortController();
	const built = builtCommandLine();
	const workspace = createWorkspace(account.account, account.region, into);
	const moto = Promise.withResolvers<string>();
	const doubles = await openDoubles(account, moto.promise, () => {});
	try {
		const { emulators } = await startAws(workspace, doubles, stop.signal);
		moto.resolve(emulators.moto);
		try {
			const env: Readonly<Record<string, string>> = {
				...workspace.env,
				AWS_ENDPOINT_URL: emulators.ministack,
				...endpointVariables(doubles),
				AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API: emulators.moto,
				PATH: `${programs(into, built.program)}:${workspace.env["PATH"] ?? ""}`,
			};
			const checkout = join(into, "checkout");
			copyCheckout(checkout);
			const made = await runShell(env, checkout, asRepository(tag));
			if (made.status !== 0) throw new Error(made.errors);
			const functions = programsOfCheckout(doubles);
			await use({ doubles, checkout, shell: (script) => runShell(env, checkout, `${functions}\n${script}`) });
		} finally {
			await emulators.stop();
		}
	} finally {
		stop.abort();
		await doubles.close();
		workspace.dispose();
		built.remove();
		rmSync(into, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** What a deployment needs of the checkout. */
function copyCheckout(folder: string): void {
	for (const file of listedFiles()) {
		if (!/^(?:test|docs|bench)\//.test(file)) cpSync(join(root, file), join(folder, file));
	}
	symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

/** The remote is the repository itself. */
const asRepository = (tag: string): string => `set -e
git init --quiet . && printf 'node_modules\\n' >>.git/info/exclude
git add --all
git -c user.name=Test -c user.email=test@example.com commit --quiet --message "A version"
git tag ${tag}
git remote add origin "$PWD"`;

/** What differs in the emulated AWS: nothing is installed, nobody answers questions, and the stack has endpoints of this machine. */
function programsOfCheckout(doubles: Doubles): string {
	const local = localOptionsOf({ localEndpoints: endpointVariables(doubles), slackOrigin: doubles.slack.url });
	const options = Object.entries(local).map(([name, value]) => `--context '${name}=${value}'`);
	const cdk = join(root, "node_modules/aws-cdk/bin/cdk");
	return `npm() { echo "npm $*"; }
npx() {
  [ "$1" = cdk ] || { command npx "$@"; return; }
  local command=$2; shift 2
  case $command in
    deploy) set -- "$@" --require-approval never --progress events ;;
    destroy) set -- "$@" --force ;;
  esac
  CDK_VALIDATION=false "${process.execPath}" "${cdk}" "$command" "$@" --no-notices --ci ${options.join(" ")}
}`;
}
