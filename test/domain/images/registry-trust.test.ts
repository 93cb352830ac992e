import { expect, test } from "@jest/globals";
import { registryTrust } from "../../../domain/images/registry-trust.ts";

const registries = [
	"111122223333.dkr.ecr.*.amazonaws.com",
	"public.ecr.aws/docker/*",
	"docker.io/library/*",
	"Own.example",
];

test.each<[string, ReturnType<typeof registryTrust>]>([
	["111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", "listed"],
	["444455556666.dkr.ecr.eu-west-1.amazonaws.com/web:1", "foreign"],
	["111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example/web", "foreign"],
	["public.ecr.aws/docker/library/python:3.14", "listed"],
	["public.ecr.aws/dockers/python:3.14", "foreign"],
	["nginx", "listed"],
	["vendor/agent", "foreign"],
	["OWN.example/A", "listed"],
	["own.example:5000/a", "foreign"],
	["no reference", "foreign"],
	["evil.example/111122223333.dkr.ecr.x.amazonaws.com", "foreign"],
	["public.ecr.aws/docker", "foreign"],
	["${IMAGE}", "open"],
	["${REGISTRY}/web:1", "open"],
	["nginx:${TAG}", "listed"],
	["vendor/agent:${TAG}", "foreign"],
	["public.ecr.aws/${NAME}", "open"],
	["public.ecr.aws/docker/${NAME}", "listed"],
	["ghcr.io/${NAME}", "foreign"],
	["public.ecr.aws/docker/${A}/${B}", "listed"],
	["${REGISTRY}/docker/web:1", "open"],
	["111122223333.dkr.ecr.${AWS::Region}.amazonaws.com/web:1", "listed"],
	["${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/web:1", "open"],
	["${AWS::AccountId}.example.com/web:1", "foreign"],
])("%s is %s", (image, expected) => {
	expect(registryTrust(image, registries)).toBe(expected);
});

test("a glob for every account covers a registry with a placeholder for the account", () => {
	expect(registryTrust("${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web", ["*.dkr.ecr.*.amazonaws.com"])).toBe(
		"listed",
	);
});

test("a placeholder for a registry may contain the beginning of the path", () => {
	expect(registryTrust("${REGISTRY}/web:1", ["public.ecr.aws/docker/*"])).toBe("open");
	expect(registryTrust("${REGISTRY}.example/web:1", ["public.ecr.aws/docker/*"])).toBe("foreign");
	expect(registryTrust("public.ecr.aws/web:1", ["public.ecr.aws/docker/*"])).toBe("foreign");
});
