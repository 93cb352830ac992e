import { describe, expect, test } from "@jest/globals";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { showing } from "../../support/partial-text.ts";
import { aTemplateOf, subjectIn } from "../../support/template.ts";

const sections = {
	Parameters: {
		Open: { Type: "String" },
		Keep: { Type: "Number", Default: 5 },
		Key: { Type: "String", Default: "alias/mine" },
	},
	Resources: { Cmk: { Type: "AWS::KMS::Key" }, Alias: { Type: "AWS::KMS::Alias" }, Role: { Type: "AWS::IAM::Role" } },
};
const open = { unresolved: "the parameter Open has no default" };
const unread = { unread: open.unresolved };

const repo = (Properties: unknown, more: Record<string, unknown> = {}): Partial<RepositoryFacts> => {
	const { facts } = subjectIn(aTemplateOf(Properties, { ...sections, ...more }), "Repo");
	return facts.kind === "repository" ? facts : {};
};

const filters = (...values: unknown[]) =>
	values.map((ImageTagMutabilityExclusionFilterValue) => ({
		ImageTagMutabilityExclusionFilterType: "WILDCARD",
		ImageTagMutabilityExclusionFilterValue,
	}));

describe("the facts of a repository", () => {
	test.each<[string, unknown, Partial<RepositoryFacts>]>([
		["its name", { RepositoryName: "team/app" }, { name: "team/app", arn: "app.yaml#Repo" }],
		["no name", {}, { name: "Repo" }],
		["no properties", undefined, { name: "Repo", tagMutability: "MUTABLE" }],
		["a name that is unknown", { RepositoryName: { "Fn::Sub": "team/${Open}" } }, { name: "team/${Open}" }],
		["its account", {}, { account: "${AWS::AccountId}" }],
		["mutability", { ImageTagMutability: "IMMUTABLE" }, { tagMutability: "IMMUTABLE", exclusionFilters: [] }],
		["no mutability", { ImageTagMutability: { Ref: "AWS::NoValue" } }, { tagMutability: "MUTABLE" }],
		["unknown mutability", { ImageTagMutability: { Ref: "Open" } }, { tagMutability: open }],
		["mutability that is not a string", { ImageTagMutability: {} }, { tagMutability: "(not a string)" }],
		[
			"filters",
			{ ImageTagMutability: "IMMUTABLE_WITH_EXCLUSION", ImageTagMutabilityExclusionFilters: filters("latest", "dev*") },
			{ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: ["latest", "dev*"] },
		],
		[
			"an unknown filter",
			{
				ImageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
				ImageTagMutabilityExclusionFilters: filters("a", { Ref: "Open" }),
			},
			{ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: ["a", open] },
		],
		[
			"an unknown filter where it decides nothing",
			{ ImageTagMutability: "MUTABLE", ImageTagMutabilityExclusionFilters: { Ref: "Open" } },
			{ tagMutability: "MUTABLE", exclusionFilters: open },
		],
		["scan on push", { ImageScanningConfiguration: { ScanOnPush: "true" } }, { declaredScanOnPush: true }],
		["no scan on push", { ImageScanningConfiguration: {} }, { declaredScanOnPush: false }],
		[
			"unknown scan on push",
			{ ImageScanningConfiguration: { ScanOnPush: { Ref: "Open" } } },
			{ declaredScanOnPush: open },
		],
		["an unknown configuration", { ImageScanningConfiguration: { Ref: "Open" } }, { declaredScanOnPush: open }],
		["no registry", {}, { scanning: { unread: "the template has no registry scanning configuration" } }],
		["tags", { Tags: [{ Key: "a", Value: 5 }] }, { tags: { value: { a: "5" } } }],
		[
			"tags without a key or a value",
			{ Tags: [{ Value: "x" }, { Key: "b" }, null] },
			{ tags: { value: { "": "", b: "" } } },
		],
		[
			"a tag that depends on where the template is deployed",
			{ Tags: [{ Key: "a", Value: { Ref: "AWS::Region" } }] },
			{ tags: { value: { a: "${AWS::Region}" } } },
		],
		["tags that are no list", { Tags: { a: "b" } }, { tags: { value: {} } }],
		["unknown tags", { Tags: { Ref: "Open" } }, { tags: unread }],
		["an unknown tag", { Tags: [{ Key: "a", Value: { Ref: "Open" } }] }, { tags: unread }],
	])("are read from its properties: %s", (_, properties, expected) => {
		expect(repo(properties)).toMatchObject(expected);
	});

	test("are unknown when all its properties are", () => {
		const transformed = { unresolved: "Fn::Transform is only known after deployment" };
		const nobody = { unread: transformed.unresolved };
		expect(repo({ "Fn::Transform": { Name: "AWS::Include" } })).toMatchObject({
			name: "Repo",
			tagMutability: transformed,
			scanning: nobody,
			declaredScanOnPush: transformed,
			lifecyclePolicy: nobody,
			accessPolicy: nobody,
			encryption: transformed,
			tags: nobody,
		});
	});
});

describe("the encryption of a repository", () => {
	const arn = "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Cmk.Arn}";
	test.each<[string, unknown, unknown]>([
		["none", undefined, { type: "AES256", kmsKey: null }],
		["a type", { EncryptionType: "KMS_DSSE" }, { type: "KMS_DSSE", kmsKey: null }],
		["a key", { EncryptionType: "KMS", KmsKey: "alias/a" }, { type: "KMS", kmsKey: "alias/a" }],
		[
			"a key of the template",
			{ EncryptionType: "KMS", KmsKey: { "Fn::GetAtt": ["Cmk", "Arn"] } },
			{ type: "KMS", kmsKey: arn },
		],
		["a key by Ref", { EncryptionType: "KMS", KmsKey: { Ref: "Alias" } }, { type: "KMS", kmsKey: "${Alias}" }],
		["a key by a parameter", { EncryptionType: "KMS", KmsKey: { Ref: "Key" } }, { type: "KMS", kmsKey: "alias/mine" }],
		["an empty key", { EncryptionType: "KMS", KmsKey: "" }, { type: "KMS", kmsKey: null }],
		["an unknown key", { EncryptionType: "KMS", KmsKey: { Ref: "Open" } }, { type: "KMS", kmsKey: open }],
		["an unknown type", { EncryptionType: { Ref: "Open" } }, { type: open, kmsKey: null }],
		["all of it unknown", { Ref: "Open" }, open],
	])("is read: %s", (_, EncryptionConfiguration, expected) => {
		expect(repo({ EncryptionConfiguration })).toMatchObject({ encryption: expected });
	});
});

describe("the lifecycle policy of a repository", () => {
	const text = '{"rules":[]}';
	test.each<[string, unknown, unknown]>([
		["none", undefined, { value: null }],
		["without a text", {}, { value: null }],
		["a text", { LifecyclePolicyText: text }, { value: text }],
		["a text with a default in it", { LifecyclePolicyText: { "Fn::Sub": '{"n":${Keep}}' } }, { value: '{"n":5}' }],
		["a document", { LifecyclePolicyText: { rules: [{ Ref: "Keep" }] } }, { value: '{"rules":["5"]}' }],
		["a document as a text", { LifecyclePolicyText: { "Fn::ToJsonString": { rules: [] } } }, { value: text }],
		["a text with a hole", { LifecyclePolicyText: { "Fn::Sub": '{"n":${Open}}' } }, unread],
		["a document with a hole", { LifecyclePolicyText: { rules: [{ a: { Ref: "Open" } }] } }, unread],
		["all of it unknown", { Ref: "Open" }, unread],
	])("is read: %s", (_, LifecyclePolicy, expected) => {
		expect(repo({ LifecyclePolicy })).toMatchObject({ lifecyclePolicy: expected });
	});
});

describe("the repository policy of a repository", () => {
	const statement = (AWS: unknown) => ({ Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "ecr:*" }] });
	const root = { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" };
	const other = { "Fn::Sub": "arn:aws:iam::${Open}:root" };
	const half = { ...open, text: showing("arn:aws:iam::${Open}:root") };
	const text = (AWS: string) => JSON.stringify(statement(AWS));

	test.each<[string, unknown, unknown]>([
		["none", undefined, { value: null }],
		["a document", statement("*"), { value: statement("*") }],
		["the own account", statement(root), { value: statement("arn:${AWS::Partition}:iam::${AWS::AccountId}:root") }],
		[
			"a role of the template",
			statement({ "Fn::GetAtt": ["Role", "Arn"] }),
			{ value: statement("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role.Arn}") },
		],
		["another account that is unknown", statement(other), { value: statement(half) }],
		["a text", text("*"), { value: statement("*") }],
		[
			"a text with the own account",
			{ "Fn::Sub": text("${AWS::AccountId}") },
			{ value: statement("${AWS::AccountId}") },
		],
		[
			"a text with a hole",
			{ "Fn::Sub": text("arn:aws:iam::${Open}:root") },
			{ value: statement({ ...half, text: showing("arn:aws:iam::${Open}:root") }) },
		],
		["a text that is not JSON", "{", { unread: "the policy text is not JSON" }],
		["a text that a hole takes apart", { "Fn::Sub": '{"a": ${Open}}' }, unread],
		["all of it unknown", { Ref: "Open" }, unread],
		["a key named unresolved", { unresolved: "x", Version: "1" }, { value: { Version: "1" } }],
	])("is read: %s", (_, RepositoryPolicyText, expected) => {
		expect(repo({ RepositoryPolicyText })).toMatchObject({ accessPolicy: expected });
	});
});

describe("the registry scanning configuration of a template", () => {
	const scans = (Properties: unknown, more = {}) => ({
		Resources: { Scans: { Type: "AWS::ECR::RegistryScanningConfiguration", Properties, ...more } },
		Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
	});
	const rule = (ScanFrequency: unknown, ...Filters: unknown[]) => ({
		ScanFrequency,
		RepositoryFilters: Filters.map((Filter) => ({ Filter, FilterType: "WILDCARD" })),
	});
	const enhanced = (...Rules: unknown[]) => scans({ ScanType: "ENHANCED", Rules });
	const none = { unread: "the template has no registry scanning configuration" };

	test.each<[string, Record<string, unknown>, unknown]>([
		[
			"a rule that covers it",
			enhanced(rule("SCAN_ON_PUSH", "team/*")),
			{ value: { scanFrequency: "SCAN_ON_PUSH", appliedFilters: ["team/*"] } },
		],
		[
			"no rule that covers it",
			enhanced(rule("SCAN_ON_PUSH", "x*")),
			{ value: { scanFrequency: null, scanType: "ENHANCED" } },
		],
		[
			"a rule that says no frequency",
			enhanced({ RepositoryFilters: [{ Filter: "team/*" }, { Filter: {} }, {}] }),
			{ value: { scanFrequency: "MANUAL", appliedFilters: ["team/*"] } },
		],
		["rules of which one is unknown", enhanced(rule("SCAN_ON_PUSH", "*"), { Ref: "Open" }), unread],
		["filters that are unknown", enhanced({ ScanFrequency: "MANUAL", RepositoryFilters: { Ref: "Open" } }), unread],
		[
			"a configuration that is unknown",
			scans({ "Fn::Transform": {} }),
			{ unread: "Fn::Transform is only known after deployment" },
		],
		["BASIC", scans({ ScanType: "BASIC", Rules: [] }), { value: { scanType: "BASIC", scanOnPush: true } }],
		["an unknown type", scans({ ScanType: { Ref: "Open" } }), unread],
		["unknown rules", scans({ ScanType: "BASIC", Rules: { Ref: "Open" } }), unread],
		["an unknown filter", enhanced(rule("SCAN_ON_PUSH", "a", { Ref: "Open" })), unread],
		["an unknown frequency", enhanced(rule({ Ref: "Open" }, "*")), unread],
		["a configuration that is not made", scans({ ScanType: "BASIC" }, { Condition: "Never" }), none],
	])("decides how a repository is scanned: %s", (_, more, expected) => {
		const properties = { RepositoryName: "team/app", ImageScanningConfiguration: { ScanOnPush: true } };
		expect(repo(properties, more)).toMatchObject({ scanning: expected });
	});

	test("applies to a repository with an unknown name only when its filter matches every name", () => {
		const named = (more: Record<string, unknown>) => repo({}, more).scanning;
		expect(named(enhanced(rule("CONTINUOUS_SCAN", "*")))).toMatchObject({
			value: { scanFrequency: "CONTINUOUS_SCAN" },
		});
		expect(named(enhanced(rule("SCAN_ON_PUSH", "team/*")))).toEqual({ unread: expect.stringContaining("its name") });
	});

	test("the prefixes of pull through cache rules are read", () => {
		const rules = (...prefixes: unknown[]) => ({
			Resources: Object.fromEntries(
				prefixes.map((EcrRepositoryPrefix, at) => [
					`Rule${at}`,
					{ Type: "AWS::ECR::PullThroughCacheRule", Properties: { EcrRepositoryPrefix } },
				]),
			),
		});
		expect(repo({}, rules("docker-hub", "quay")).pullThroughCachePrefixes).toEqual({ value: ["docker-hub", "quay"] });
		expect(repo({}, rules("quay", { Ref: "Open" })).pullThroughCachePrefixes).toEqual(unread);
	});
});
