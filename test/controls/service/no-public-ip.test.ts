import { expect, test } from "@jest/globals";
import control from "../../../controls/service/no-public-ip.ts";
import type { ServiceNetwork } from "../../../core/facts.ts";
import { aService } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const service = (assignPublicIp: string | null): ServiceNetwork => ({ of: "service", assignPublicIp });
const taskSet = (assignPublicIp: string | null, id = "ecs-svc/1"): ServiceNetwork => ({ of: id, assignPublicIp });
const none = "pass HIGH shop/web: its tasks get no public IP address";

test.each<[string, readonly ServiceNetwork[], string]>([
	["DISABLED", [service("DISABLED")], none],
	["no awsvpc networking, or no value, whose default is DISABLED", [service(null)], none],
	["no network configuration at all", [], none],
	["DISABLED in a task set", [service(null), taskSet("DISABLED")], none],
	["ENABLED", [service("ENABLED")], "fail HIGH shop/web: tasks of the service get a public IP address"],
	[
		"ENABLED in a task set only",
		[service("DISABLED"), taskSet("DISABLED"), taskSet("ENABLED", "ecs-svc/2")],
		"fail HIGH shop/web: tasks of task set ecs-svc/2 get a public IP address",
	],
	[
		"ENABLED everywhere",
		[service("ENABLED"), taskSet("ENABLED")],
		"fail HIGH shop/web: tasks of the service, task set ecs-svc/1 get a public IP address",
	],
	["a value of the future", [service("IPV6")], 'unknown HIGH shop/web: assignPublicIp "IPV6" is not recognized'],
	[
		"ENABLED next to a value of the future",
		[service("IPV6"), taskSet("ENABLED")],
		"fail HIGH shop/web: tasks of task set ecs-svc/1 get a public IP address",
	],
])("gives the right verdict for: %s", (_, networks, expected) => {
	expect(verdictLines(control, aService({ networks }))).toEqual([expected]);
});
