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
	["444455556666.dkr.ecr.eu-west-1.amazonaws.com/web:1", "unlisted"],
	["111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example/web", "unlisted"],
	["public.ecr.aws/docker/library/python:3.14", "listed"],
	["public.ecr.aws/dockers/python:3.14", "unlisted"],
	["nginx", "listed"],
	["vendor/agent", "unlisted"],
	["OWN.example/A", "listed"],
	["own.example:5000/a", "unlisted"],
	["no reference", "unlisted"],
	["evil.example/111122223333.dkr.ecr.x.amazonaws.com", "unlisted"],
	["public.ecr.aws/docker", "unlisted"],
	["${IMAGE}", "unknown"],
	["${REGISTRY}/web:1", "unknown"],
	["nginx:${TAG}", "listed"],
	["vendor/agent:${TAG}", "unlisted"],
	["public.ecr.aws/${NAME}", "unknown"],
	["public.ecr.aws/docker/${NAME}", "listed"],
	["ghcr.io/${NAME}", "unlisted"],
	["public.ecr.aws/docker/${A}/${B}", "listed"],
	["${REGISTRY}/docker/web:1", "unknown"],
	["111122223333.dkr.ecr.${AWS::Region}.amazonaws.com/web:1", "listed"],
	["${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/web:1", "unknown"],
	["${AWS::AccountId}.example.com/web:1", "unlisted"],
])("%s is %s", (image, expected) => {
	expect(registryTrust(image, registries)).toBe(expected);
});

test("a glob for every account covers a registry with a placeholder for the account", () => {
	expect(registryTrust("${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web", ["*.dkr.ecr.*.amazonaws.com"])).toBe(
		"listed",
	);
});

test("a placeholder for a registry may contain the beginning of the path", () => {
	expect(registryTrust("${REGISTRY}/web:1", ["public.ecr.aws/docker/*"])).toBe("unknown");
	expect(registryTrust("${REGISTRY}.example/web:1", ["public.ecr.aws/docker/*"])).toBe("unlisted");
	expect(registryTrust("public.ecr.aws/web:1", ["public.ecr.aws/docker/*"])).toBe("unlisted");
});
