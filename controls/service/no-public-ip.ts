import { defineControl } from "../../core/control.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aService } from "../../domain/example-services.ts";
import { ownerName, serviceName } from "../../domain/services/service-name.ts";

/** Without awsvpc networking, tasks have no network interface of their own that could get an address. */
export default defineControl({
	id: "service/no-public-ip",
	on: "service",
	field: "networkConfiguration.awsvpcConfiguration.assignPublicIp",
	title: "ECS services should not assign public IP addresses to their tasks",
	severity: "HIGH",
	aws: "ECS.2, ECS.16",
	why: "A task with a public IP address can be reached from the internet wherever its security group allows it.",
	remediation:
		"Set assignPublicIp to DISABLED, run the tasks in private subnets and reach them through a load balancer; images are " +
		"pulled through VPC endpoints or a NAT gateway.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-16",
	],
	examples: {
		pass: [
			{ title: "assignPublicIp is DISABLED", facts: aService() },
			{
				title: "A service on EC2 without awsvpc networking",
				facts: aService({ launchTypes: ["EC2"], networks: [{ of: "service", assignPublicIp: null }] }),
			},
		],
		fail: [
			{
				title: "assignPublicIp is ENABLED",
				facts: aService({ networks: [{ of: "service", assignPublicIp: "ENABLED" }] }),
			},
			{
				title: "It is ENABLED in a task set",
				facts: aService({
					networks: [
						{ of: "service", assignPublicIp: "DISABLED" },
						{ of: "ecs-svc/1234567890123456789", assignPublicIp: "ENABLED" },
					],
				}),
			},
		],
	},

	evaluate(facts) {
		const name = serviceName(facts);
		const owners = (value: string) =>
			facts.networks.filter(({ assignPublicIp }) => assignPublicIp === value).map(({ of }) => ownerName(of));
		const open = owners("ENABLED");
		if (open.length > 0) return fail(`${name}: tasks of ${formatList(open)} get a public IP address`);
		const [other] = facts.networks.flatMap(({ assignPublicIp }) =>
			assignPublicIp === null || assignPublicIp === "DISABLED" ? [] : [assignPublicIp],
		);
		if (other !== undefined) return unknown(`${name}: assignPublicIp "${formatForDisplay(other)}" is not recognized`);
		return pass(`${name}: its tasks get no public IP address`);
	},
});
