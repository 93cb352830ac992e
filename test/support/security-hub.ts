import { type AwsSecurityFinding, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { forward } from "../../demo/doubles/aws-json.ts";
import { type Loopback, listen, type Reply, type Request } from "../../demo/doubles/loopback.ts";
import { type SecurityHubDouble, securityHubDouble } from "../../demo/doubles/security-hub.ts";

const account = "111122223333";
const region = "ap-northeast-1";

interface Failure {
	readonly Id: string;
	readonly ErrorCode: string;
	readonly ErrorMessage: string;
}

/** The demo's double of Security Hub (its contract: test/contracts/security-hub.ts), which can fail here. */
export class FailingSecurityHub {
	/** Security Hub is not enabled. */
	isOff = false;
	/** Security Hub fails. */
	isDown = false;
	/** Fails the next BatchUpdateFindings. */
	failsNextUpdate = false;
	/** The error code with which a finding is rejected, by its id. */
	refuses: (id: string) => string | undefined = () => undefined;
	/** The findings of each import as they were sent. */
	readonly imports: AwsSecurityFinding[][] = [];
	/** Ids of findings whose workflow status was to be set. */
	readonly resolved: string[] = [];
	/** BatchUpdateFindings is processed when the returned function is called. */
	delayUpdates: SecurityHubDouble["delayUpdates"] = () => () => {};
	#servers: readonly Loopback[] = [];

	/** Starts it and returns a client that uses it. */
	async open(): Promise<SecurityHubClient> {
		const double = await securityHubDouble(account, region, (error) => {
			throw error;
		});
		this.delayUpdates = double.delayUpdates;
		const door = await listen((request) => this.#answer(request, double.url));
		this.#servers = [double, door];
		const credentials = { accessKeyId: account, secretAccessKey: "local" };
		return new SecurityHubClient({ endpoint: door.url, region, credentials, maxAttempts: 1 });
	}

	async close(): Promise<void> {
		await Promise.all(this.#servers.map((server) => server.close()));
	}

	#answer(request: Request, double: string): Reply | Promise<Reply> {
		if (request.path === "/findings/import") return this.#import(request, double);
		if (request.path === "/findings/batchupdate") {
			if (this.failsNextUpdate) {
				this.failsNextUpdate = false;
				return failed(500, "InternalException");
			}
			const { FindingIdentifiers } = JSON.parse(request.body) as { FindingIdentifiers: { Id: string }[] };
			this.resolved.push(...FindingIdentifiers.map(({ Id }) => Id));
		}
		return forward(double, request);
	}

	async #import(request: Request, double: string): Promise<Reply> {
		const { Findings } = JSON.parse(request.body) as { Findings: (AwsSecurityFinding & { Id: string })[] };
		this.imports.push(Findings);
		if (this.isOff) return failed(401, "InvalidAccessException");
		if (this.isDown) return failed(500, "InternalException");
		const refused = Findings.flatMap(({ Id }): Failure[] => {
			const ErrorCode = this.refuses(Id);
			return ErrorCode === undefined ? [] : [{ Id, ErrorCode, ErrorMessage: "said by AWS" }];
		});
		const taken = Findings.filter(({ Id }) => !refused.some((failure) => failure.Id === Id));
		if (taken.length === 0) return partly(refused, 0);
		const reply = await forward(double, { ...request, body: JSON.stringify({ Findings: taken }) });
		if (reply.status !== 200) return reply;
		const answer = JSON.parse(reply.body) as { FailedFindings: Failure[]; SuccessCount: number };
		return partly([...answer.FailedFindings, ...refused], answer.SuccessCount);
	}
}

function partly(FailedFindings: readonly Failure[], SuccessCount: number): Reply {
	return { status: 200, body: JSON.stringify({ FailedCount: FailedFindings.length, SuccessCount, FailedFindings }) };
}

const failed = (status: number, name: string): Reply => ({
	status,
	headers: { "x-amzn-errortype": name },
	body: JSON.stringify({ __type: name, message: "said by AWS" }),
});
