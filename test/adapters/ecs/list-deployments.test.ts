import { ECSClient, ListServiceDeploymentsCommand } from "@aws-sdk/client-ecs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { listDeployments } from "../../../adapters/ecs/list-deployments.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { serviceSubject } from "../../support/entries.ts";

const ecs = mockClient(ECSClient);
const since = "2026-11-21T11:00:00.000Z";
const list = () => listDeployments(new ECSClient({}), serviceSubject(), since);
const brief = (serviceDeploymentArn: string, minute: number) => ({
	serviceDeploymentArn,
	createdAt: new Date(Date.parse(since) + minute * 60_000),
});

beforeEach(() => {
	ecs.reset();
});

test("the newest come first, from all pages and whatever their order", async () => {
	ecs
		.on(ListServiceDeploymentsCommand)
		.resolvesOnce({ serviceDeployments: [brief("b", 2), brief("d", 4)], nextToken: "2" })
		.resolvesOnce({ serviceDeployments: [brief("a", 1), {}, brief("c", 3)] });
	expect(await list()).toEqual({ value: ["d", "c", "b", "a"] });
	const { cluster, name } = serviceSubject();
	const request = { cluster, service: name, createdAt: { after: new Date(since) }, maxResults: 100 };
	expect(ecs.calls().map(({ args: [{ input }] }) => input)).toEqual([
		{ ...request, nextToken: undefined },
		{ ...request, nextToken: "2" },
	]);
});

test.each(["ServiceNotFoundException", "ClusterNotFoundException", "UnsupportedFeatureException"])(
	"there are none after %s",
	async (name) => {
		ecs.on(ListServiceDeploymentsCommand).rejects(awsError(name));
		expect(await list()).toEqual({ value: [] });
	},
);

test("they are unread when that is denied or rejected, and throttling is retried later", async () => {
	for (const name of ["AccessDeniedException", "InvalidParameterException"]) {
		ecs.on(ListServiceDeploymentsCommand).rejects(awsError(name));
		expect(await list()).toEqual({ unread: expect.stringContaining(name) });
	}
	ecs.on(ListServiceDeploymentsCommand).rejects(awsError("ThrottlingException"));
	await expect(list()).rejects.toThrow(TryLaterError);
});
