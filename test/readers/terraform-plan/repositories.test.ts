import { describe, expect, test } from "@jest/globals";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { aPlan, type PlannedResource, priorState } from "../../support/plan.ts";
import { aFile, asRepository, onlySubject } from "../../support/read-files.ts";

const repository = (values: object = {}, more: Partial<PlannedResource> = {}): PlannedResource => ({
	address: "aws_ecr_repository.web",
	values: { name: "web", ...values },
	...more,
});
const read = (resources: readonly PlannedResource[], more: object = {}) =>
	readTerraformPlan(aFile(aPlan(resources, more), "plan.json"));
const factsOf = (values: object, more: Partial<PlannedResource> = {}) =>
	asRepository(onlySubject(read([repository(values, more)])));
const afterApply = { unresolved: "it is only known after apply" };

describe("an aws_ecr_repository", () => {
	test("has defaults when it has only a name", () => {
		expect(factsOf({ tags: null, image_scanning_configuration: [] })).toEqual({
			kind: "repository",
			name: "web",
			arn: "plan.json#aws_ecr_repository.web",
			tagMutability: "MUTABLE",
			exclusionFilters: [],
			scanning: { unread: "the plan has no registry scanning configuration" },
			declaredScanOnPush: false,
			lifecyclePolicy: { value: null },
			pullThroughCachePrefixes: { value: [] },
			accessPolicy: { value: null },
			account: { unresolved: "the plan does not name the account" },
			encryption: { type: "AES256", kmsKey: null },
			images: { unread: "the plan does not contain it", needsAws: true },
			imagesInUse: { unread: "the plan does not contain it", needsAws: true },
			tags: { value: {} },
			readAt: "2026-11-21T12:00:00.000Z",
		});
	});

	test.each([
		[{ image_tag_mutability: "IMMUTABLE" }, {}, { tagMutability: "IMMUTABLE" }],
		[{}, { image_tag_mutability: true }, { tagMutability: afterApply }],
		[
			{ image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION", image_tag_mutability_exclusion_filter: [{ filter: "v*" }] },
			{},
			{ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: ["v*"] },
		],
		[
			{ image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION", image_tag_mutability_exclusion_filter: [{}] },
			{ image_tag_mutability_exclusion_filter: [{ filter: true }] },
			{ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: [afterApply] },
		],
		[
			{ image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION" },
			{ image_tag_mutability_exclusion_filter: true },
			{ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: afterApply },
		],
		[
			{ image_tag_mutability: "IMMUTABLE" },
			{ image_tag_mutability_exclusion_filter: true },
			{ tagMutability: "IMMUTABLE", exclusionFilters: afterApply },
		],
		[{ image_scanning_configuration: [{ scan_on_push: true }] }, {}, { declaredScanOnPush: true }],
		[{ image_scanning_configuration: [{ scan_on_push: false }] }, {}, { declaredScanOnPush: false }],
		[{}, { image_scanning_configuration: true }, { declaredScanOnPush: afterApply }],
		[{}, { image_scanning_configuration: [{ scan_on_push: true }] }, { declaredScanOnPush: afterApply }],
		[
			{ encryption_configuration: [{ encryption_type: "KMS", kms_key: "arn:aws:kms:x" }] },
			{},
			{ encryption: { type: "KMS", kmsKey: "arn:aws:kms:x" } },
		],
		[{}, { encryption_configuration: true }, { encryption: afterApply }],
		[{ registry_id: "111122223333" }, {}, { account: "111122223333" }],
		[{ tags_all: { team: "shop" }, tags: {} }, {}, { tags: { value: { team: "shop" } } }],
		[{ tags: { team: "shop" } }, {}, { tags: { value: { team: "shop" } } }],
		[{}, { tags_all: true }, { tags: { unread: afterApply.unresolved } }],
		[{ tags_all: {} }, { tags_all: { team: true } }, { tags: { unread: afterApply.unresolved } }],
	])("is unknown where the plan is: %j with unknown %j", (values, unknown, expected) => {
		// Everything is written, so that nothing is left to the provider.
		const expressions = Object.fromEntries(Object.keys(unknown).map((name) => [name, { references: ["var.x"] }]));
		expect(factsOf(values, { unknown, expressions })).toMatchObject(expected);
	});

	const naming = (...references: readonly string[]) => [{ encryption_type: {}, kms_key: { references } }];
	test.each([
		["leaves it to the provider", [{ encryption_type: { constant_value: "KMS" } }], null],
		["names one of the plan", naming("aws_kms_key.k.arn", "aws_kms_key.k"), "aws_kms_key.k.arn"],
		["names a replica of the plan", naming("aws_kms_replica_key.k.arn"), "aws_kms_replica_key.k.arn"],
		["may name another one", naming("aws_kms_key.k.arn", "var.own"), afterApply],
		["names a key of unknown origin", naming("data.aws_kms_key.k.arn", "data.aws_kms_key.k"), afterApply],
		["calls a function", [{ encryption_type: {}, kms_key: {} }], afterApply],
		["is a dynamic block", undefined, afterApply],
	])(
		"has the address of a key that is known after apply when the configuration %s",
		(_, encryption_configuration, kmsKey) => {
			const values = { encryption_configuration: [{ encryption_type: "KMS" }] };
			const unknown = { encryption_configuration: [{ kms_key: true }] };
			const expressions = { name: {}, ...(encryption_configuration && { encryption_configuration }) };
			expect(factsOf(values, { unknown, expressions }).encryption).toEqual({ type: "KMS", kmsKey });
		},
	);

	test.each([
		["encryption_configuration", { encryption: afterApply }],
		["image_scanning_configuration", { declaredScanOnPush: afterApply }],
		["image_tag_mutability_exclusion_filter", { exclusionFilters: afterApply }],
	])("is unknown where a dynamic block is: %s", (block, expected) => {
		const values = { image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION" };
		expect(factsOf(values, { unknown: { [block]: true }, expressions: { name: {} } })).toMatchObject(expected);
	});

	test("has the known part of a value that a function returns", () => {
		const unknown = { tags_all: { team: true } };
		expect(factsOf({}, { unknown, expressions: { tags_all: {} } }).tags).toEqual({ unread: afterApply.unresolved });
	});

	test("drops a key named unresolved", () => {
		const values = { image_tag_mutability: { unresolved: "x" }, encryption_configuration: [{ unresolved: "y" }] };
		expect(factsOf(values)).toMatchObject({ tagMutability: "MUTABLE", encryption: { type: "AES256", kmsKey: null } });
	});
});

describe("the account of a plan", () => {
	test.each([
		[["111122223333"], "111122223333"],
		[["111122223333", "111122223333"], "111122223333"],
		[["111122223333", "444455556666"], { unresolved: "the plan does not name the account" }],
		[[], { unresolved: "the plan does not name the account" }],
		[["1111222233334"], { unresolved: "the plan does not name the account" }],
		[["x111122223333"], { unresolved: "the plan does not name the account" }],
		[["me", "111122223333"], "111122223333"],
		[["me"], { unresolved: "the plan does not name the account" }],
	])("is that of aws_caller_identity: %j", (accounts, account) => {
		expect(asRepository(onlySubject(read([repository()], priorState(...accounts)))).account).toEqual(account);
	});
});

describe("the registry of a plan", () => {
	const scanning = (values: object, unknown: object = {}): PlannedResource => ({
		address: "aws_ecr_registry_scanning_configuration.all",
		values,
		unknown,
	});
	const rule = (filter: string) => ({ scan_frequency: "SCAN_ON_PUSH", repository_filter: [{ filter }] });
	const scanningUnder = (one: PlannedResource, values: object = {}) => {
		const [subject] = read([one, repository(values)]).subjects;
		return subject && asRepository(subject).scanning;
	};

	test.each([
		[
			{ scan_type: "ENHANCED", rule: [rule("we")] },
			{ scanType: "ENHANCED", scanFrequency: "SCAN_ON_PUSH", appliedFilters: ["we"] },
		],
		[
			{ scan_type: "ENHANCED", rule: [rule("api*")] },
			{ scanType: "ENHANCED", scanFrequency: null },
		],
		[
			{ scan_type: "ENHANCED", rule: [{ repository_filter: [{ filter: "*" }, { filter: 5 }, null] }] },
			{ scanType: "ENHANCED", scanFrequency: "MANUAL", appliedFilters: ["*"] },
		],
		[
			{ scan_type: "ENHANCED", rule: [null, rule("x"), { ...rule("w*"), scan_frequency: "CONTINUOUS_SCAN" }] },
			{ scanType: "ENHANCED", scanFrequency: "CONTINUOUS_SCAN", appliedFilters: ["w*"] },
		],
		[{ scan_type: "BASIC" }, { scanType: "BASIC", scanFrequency: "MANUAL", scanOnPush: true }],
	])("decides how a repository is scanned: %j", (values, expected) => {
		const own = { image_scanning_configuration: [{ scan_on_push: true }] };
		expect(scanningUnder(scanning(values), own)).toMatchObject({ value: expected });
	});

	test("is unread when a part of its configuration is unknown", () => {
		const one = scanning({ scan_type: "BASIC", rule: [{}] }, { rule: [{ repository_filter: [{ filter: true }] }] });
		expect(scanningUnder(one)).toEqual({ unread: afterApply.unresolved });
		const dynamic = { ...scanning({ scan_type: "BASIC" }, { rule: true }), expressions: { scan_type: {} } };
		expect(scanningUnder(dynamic)).toEqual({ unread: afterApply.unresolved });
		const type = { ...scanning({}, { scan_type: true }), expressions: { scan_type: {} } };
		expect(scanningUnder(type)).toEqual({ unread: afterApply.unresolved });
		const second = scanning({ scan_type: "BASIC", rule: [rule("a"), {}] }, { rule: [{}, { scan_frequency: true }] });
		expect(scanningUnder(second)).toEqual({ unread: afterApply.unresolved });
	});

	test("has the prefixes of its pull through cache rules", () => {
		const rules = ["docker-hub", null, "quay"].map((ecr_repository_prefix, at) => ({
			address: `aws_ecr_pull_through_cache_rule.r${at}`,
			values: { ecr_repository_prefix },
		}));
		const [subject] = read([repository(), ...rules]).subjects;
		expect(subject && asRepository(subject).pullThroughCachePrefixes).toEqual({ value: ["docker-hub", "quay"] });
	});

	test.each([
		[{ ecr_repository_prefix: "docker-hub" }, {}, { value: ["docker-hub"] }],
		[{}, { ecr_repository_prefix: true }, { unread: afterApply.unresolved }],
	])("has pull through cache prefixes %j %j", (values, unknown, prefixes) => {
		const expressions = { ecr_repository_prefix: {} };
		const rules = { address: "aws_ecr_pull_through_cache_rule.hub", values, unknown, expressions };
		expect(asRepository(onlySubject(read([repository(), rules]))).pullThroughCachePrefixes).toEqual(prefixes);
	});
});

test("the position of a repository's field is its attribute, or the resource", () => {
	const { positionOf } = onlySubject(read([repository({ image_tag_mutability: "MUTABLE" })]));
	expect(positionOf("imageTagMutability")).toEqual({ line: 14, column: 7 });
	expect(positionOf("encryptionConfiguration")).toEqual({ line: 7, column: 5 });
	expect(positionOf("lifecyclePolicyText")).toEqual({ line: 7, column: 5 });
});
