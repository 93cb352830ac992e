import { expect, test } from "@jest/globals";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import type { Subject } from "../../../core/subject.ts";
import { asffFaults } from "../../support/asff.ts";
import { aChange, anEntry, capacityProviderSubject, clusterSubject, serviceSubject } from "../../support/entries.ts";
import { aControl } from "../../support/verdicts.ts";

const ecs = "arn:aws:ecs:ap-northeast-1:111122223333";

test.each<[Subject, string, string, object]>([
	[
		serviceSubject(),
		"AwsEcsService",
		`${ecs}:service/shop/web`,
		{ AwsEcsService: { ServiceArn: `${ecs}:service/shop/web`, Name: "web", Cluster: "shop" } },
	],
	[
		clusterSubject(),
		"AwsEcsCluster",
		`${ecs}:cluster/shop`,
		{ AwsEcsCluster: { ClusterArn: `${ecs}:cluster/shop`, ClusterName: "shop" } },
	],
	[capacityProviderSubject(), "Other", `${ecs}:capacity-provider/spot`, { Other: { CapacityProvider: "spot" } }],
])("the resource of $kind", (subject, Type, Id, Details) => {
	const finding = toAsff(anEntry({ subject, about: { runs: "web:8" } }), aChange(), aControl());
	expect(finding.Resources).toEqual([{ Type, Id, Region: "ap-northeast-1", Partition: "aws", Details }]);
	expect(asffFaults(finding)).toEqual([]);
});

test("the finding about a service has the revision that it runs in a field of its own", () => {
	const finding = toAsff(anEntry({ subject: serviceSubject(), about: { runs: "web:8" } }), aChange(), aControl());
	expect(finding.ProductFields?.["shipshape/runs"]).toBe("web:8");
	expect(finding.Description).toBe("the root filesystem is writable.");
});
