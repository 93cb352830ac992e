import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { HookedAccount } from "../../support/resource-hook.ts";
import { aResourceRequest, compliantDefinition } from "../../support/resource-requests.ts";

const anyProperties = fc.oneof(
	fc.jsonValue(),
	fc.record(
		{
			Family: fc.jsonValue(),
			RepositoryName: fc.jsonValue(),
			Tags: fc.jsonValue(),
			LifecyclePolicy: fc.jsonValue(),
			RepositoryPolicyText: fc.jsonValue(),
			ImageTagMutability: fc.jsonValue(),
			ContainerDefinitions: fc.array(
				fc.dictionary(
					fc.constantFrom("Name", "Image", "Privileged", "LinuxParameters", "Environment", "Ref"),
					fc.jsonValue(),
				),
			),
			Volumes: fc.jsonValue(),
		},
		{ requiredKeys: [] },
	),
);
const aRequest = fc
	.record({
		properties: anyProperties,
		type: fc.constantFrom("AWS::ECS::TaskDefinition", "AWS::ECR::Repository"),
		point: fc.constantFrom("CREATE_PRE_PROVISION", "UPDATE_PRE_PROVISION"),
	})
	.map(({ properties, ...more }) => aResourceRequest(properties, more));
/** A request with one of its fields replaced. */
const aBrokenRequest = fc
	.record({ field: fc.constantFrom(...Object.keys(aResourceRequest({}))), value: fc.jsonValue() })
	.map(({ field, value }) => ({ ...aResourceRequest(compliantDefinition), [field]: value }));

test.each(["audit", "enforce"] as const)("any JSON gets a valid reply in mode %s", async (mode) => {
	const anything = fc.oneof(fc.jsonValue(), aRequest, aBrokenRequest);
	await fc.assert(
		fc.asyncProperty(anything, fc.constantFrom("allow", "block"), async (request, onUnknown) => {
			const reply = await new HookedAccount(mode, { onUnknown }).ask(request);
			const { hookStatus, errorCode, message, clientRequestToken, annotations = [] } = reply;
			const { clientRequestToken: token, stackId } = Object(request) as ReturnType<typeof aResourceRequest>;
			expect(["SUCCESS", "FAILED"]).toContain(hookStatus);
			if (mode === "audit") expect(hookStatus).toBe("SUCCESS");
			expect(["NonCompliant", "InternalFailure"].includes(errorCode ?? "")).toBe(hookStatus === "FAILED");
			expect(message).not.toBe("");
			expect([...message].length).toBeLessThanOrEqual(typeof stackId === "string" && stackId !== "" ? 4_096 : 1_024);
			if (typeof token === "string") expect(clientRequestToken).toBe(token);
			for (const { annotationName, statusMessage } of annotations)
				expect([annotationName, statusMessage]).not.toContain("");
			expect(JSON.parse(JSON.stringify(reply))).toEqual(reply);
		}),
	);
});

test("a deeply nested request gets a valid reply", async () => {
	const deep = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
	const account = new HookedAccount("enforce", { onUnknown: "block" });
	expect(await account.ask(aResourceRequest({ Family: deep }))).toMatchObject({
		...{ hookStatus: "FAILED", errorCode: "InternalFailure", clientRequestToken: "7b1c" },
	});
});
