import { expect, test } from "@jest/globals";
import { isOwnRegistry } from "../../../domain/images/own-registry.ts";

const at = (partition: string, region: string) => ({ partition, account: "111122223333", region });
const tokyo = at("aws", "ap-northeast-1");

test.each([
	["111122223333.dkr.ecr.ap-northeast-1.amazonaws.com", tokyo, true],
	["111122223333.dkr.ecr-fips.us-east-1.amazonaws.com", at("aws", "us-east-1"), true],
	["111122223333.dkr-ecr.ap-northeast-1.on.aws", tokyo, true],
	["111122223333.dkr-ecr-fips.us-east-1.on.aws", at("aws", "us-east-1"), true],
	["111122223333.dkr.ecr.us-gov-west-1.amazonaws.com", at("aws-us-gov", "us-gov-west-1"), true],
	["111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", at("aws-cn", "cn-north-1"), true],
	["111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu", at("aws-eusc", "eusc-de-east-1"), true],
	["111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov", at("aws-iso", "us-iso-east-1"), true],
	["111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", at("aws-iso-b", "us-isob-east-1"), true],
	["111122223333.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", at("aws-iso-e", "eu-isoe-west-1"), true],
	["111122223333.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", at("aws-iso-f", "us-isof-south-1"), true],
	["444455556666.dkr.ecr.ap-northeast-1.amazonaws.com", tokyo, false],
	["111122223333.dkr.ecr.us-east-1.amazonaws.com", tokyo, false],
	["111122223333.dkr.ecr.ap-northeast-1.amazonaws.com.evil.example", tokyo, false],
	["111122223333.dkr.ecr.cn-north-1.amazonaws.com", at("aws-cn", "cn-north-1"), false],
	["111122223333.dkr.ecr.mars-1.undefined", at("aws-mars", "mars-1"), false],
	["public.ecr.aws", tokyo, false],
	["docker.io", tokyo, false],
])("whether %s is the own registry of %j: %s", (registry, place, expected) => {
	expect(isOwnRegistry(registry, place)).toBe(expected);
});
