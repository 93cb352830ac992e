import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseEcrImage } from "../../../domain/images/ecr-image.ts";
import { aDigest } from "../../support/builders.ts";

const account = "111122223333";
const place = { partition: "aws", account, region: "eu-central-1" };
const host = `${account}.dkr.ecr.eu-central-1.amazonaws.com`;

describe("an image in a private ECR registry", () => {
	test.each([
		[`${host}/payments:1.0`, place, "payments", "1.0", null],
		[`${host}/shop/payments@${aDigest("a")}`, place, "shop/payments", null, aDigest("a")],
		[`${host}/payments`, place, "payments", null, null],
		[` ${host}/payments:1.0\n`, place, "payments", "1.0", null],
		[
			`444455556666.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a_b:1`,
			{ partition: "aws-us-gov", account: "444455556666", region: "us-gov-west-1" },
			"a_b",
			"1",
			null,
		],
		[
			`${account}.dkr-ecr.us-east-1.on.aws/docker-hub/library/nginx:1.27`,
			{ ...place, region: "us-east-1" },
			"docker-hub/library/nginx",
			"1.27",
			null,
		],
		[
			`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn/payments:1`,
			{ partition: "aws-cn", account, region: "cn-north-1" },
			"payments",
			"1",
			null,
		],
	])("%s", (text, registry, repository, tag, digest) => {
		expect(parseEcrImage(text)).toEqual({ registry, repository, tag, digest });
	});

	test.each([
		["no registry", "payments:1.4.2"],
		["an empty registry", "/payments:1.4.2"],
		["a URL", `https://${host}/payments:1`],
		["a longer host", `${host}.evil/payments:1`],
		["a host before it", `x.${host}/payments:1`],
		["a port", `${host}:443/payments:1`],
		["an account of eleven digits", `${host.slice(1)}/payments:1`],
		["another suffix than its Region's", `${account}.dkr.ecr.cn-north-1.amazonaws.com/payments:1`],
		["the public registry", "public.ecr.aws/xray/aws-xray-daemon:3.x"],
		["Docker Hub, with a capital letter", "Nginx:foo"],
		["no repository", `${host}/:1`],
		["a Region that is none", `${account}.dkr.ecr.here.amazonaws.com/payments:1`],
		["a digest that is none", `${host}/payments@sha256:12`],
		["nothing", ""],
	])("is not one with %s", (_, text) => {
		expect(parseEcrImage(text)).toBeNull();
	});

	const name = expect.stringMatching(/^its repository name is not valid: /);
	const tag = expect.stringMatching(/^its tag is not valid: /);
	test.each([
		["a control character in the name", `${host}/pay\u001bments:1`, name],
		["a capital letter in the name", `${host}/Payments:1`, name],
		["two slashes", `${host}//payments:1`, name],
		["a control character in the tag", `${host}/payments:1\u001b[31m`, tag],
		["a tag of 129 characters", `${host}/payments:${"1".repeat(129)}`, tag],
		["a variable of a shell", `${host}/payments:\${TAG}`, "${TAG} is not filled in"],
		["a placeholder for the digest", `${host}/payments@<DIGEST>`, "<DIGEST> is not filled in"],
		["a placeholder in the name", `${host}/{{ name }}:1`, "{{ name }} is not filled in"],
	])("is there, but not by this name, with %s", (_, text, problem) => {
		expect(parseEcrImage(text)).toEqual({ registry: place, problem });
	});

	test("is in exactly the registry that its host names", () => {
		const accounts = fc.stringMatching(/^\d{12}$/);
		const regions = fc.constantFrom("eu-central-1", "us-east-1", "ap-southeast-4", "us-gov-east-1");
		fc.assert(
			fc.property(accounts, regions, (account, region) => {
				const image = parseEcrImage(`${account}.dkr.ecr.${region}.amazonaws.com/payments:1`);
				expect(image?.registry).toMatchObject({ account, region });
			}),
		);
	});
});
