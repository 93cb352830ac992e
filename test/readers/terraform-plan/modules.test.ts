import { describe, expect, test } from "@jest/globals";
import { readTerraformPlan } from "../../../readers/terraform-plan/read.ts";
import { aPlan, aPlanWithModule } from "../../support/plan.ts";
import { aFile, asRepository, onlySubject } from "../../support/read-files.ts";

const afterApply = { unresolved: "it is only known after apply" };

describe("a resource in a module", () => {
	test("has a full address and the configuration of its module", () => {
		const one = {
			address: "aws_ecr_repository.web",
			values: { name: "web" },
			unknown: { encryption_configuration: [{ kms_key: true }] },
			expressions: { encryption_configuration: [{ encryption_type: {} }] },
		};
		const { facts } = onlySubject(readTerraformPlan(aFile(aPlanWithModule([one]), "plan.json")));
		expect(facts).toMatchObject({
			arn: 'plan.json#module.shop["eu.1"].aws_ecr_repository.web',
			encryption: { kmsKey: null },
		});
	});
});

describe("a resource in a nested module", () => {
	const address = (...modules: readonly string[]) => modules.map((name) => `module.${name}`).join(".");
	const resource = (at: string, more: object = {}) => ({
		address: `${at}.aws_ecr_repository.web`,
		mode: "managed",
		type: "aws_ecr_repository",
		name: "web",
		...more,
	});
	/** What is written of the key of the repository in the inner module, and in another module of the same name. */
	const planWith = (inner: object, outer: object) => {
		const [shop, deep] = [address("shop"), address("shop", "deep")];
		const module = (kms_key: object, calls: object = {}) => ({
			module: {
				resources: [{ ...resource(""), expressions: { encryption_configuration: [{ encryption_type: {}, kms_key }] } }],
				module_calls: calls,
			},
		});
		const values = { values: { name: "web", encryption_configuration: [{ encryption_type: "KMS" }] } };
		return {
			planned_values: {
				root_module: {
					child_modules: [
						{ address: shop, child_modules: [{ address: deep, resources: [resource(deep, values)] }] },
						{ resources: [resource("nowhere", { values: { name: "other" } })] },
					],
				},
			},
			resource_changes: [
				{
					address: `${deep}.aws_ecr_repository.web`,
					change: { after_unknown: { encryption_configuration: [{ kms_key: true }] } },
				},
			],
			configuration: { root_module: { module_calls: { shop: module(outer, { deep: module(inner) }) } } },
		};
	};
	const keyIn = (inner: object, outer: object) => {
		const [subject] = readTerraformPlan(aFile(planWith(inner, outer))).subjects;
		return subject && asRepository(subject).encryption;
	};

	test("has the configuration of the innermost module", () => {
		const own = { references: ["aws_kms_key.inner.arn"] };
		const other = { references: ["var.key"] };
		expect(keyIn(own, other)).toEqual({ type: "KMS", kmsKey: "aws_kms_key.inner.arn" });
		expect(keyIn(other, own)).toEqual({ type: "KMS", kmsKey: afterApply });
	});

	test("comes after the resources of the parent module, with its full address", () => {
		const { subjects } = readTerraformPlan(aFile(planWith({}, {})));
		expect(subjects.map(({ facts }) => facts.arn)).toEqual([
			"app.json#module.shop.module.deep.aws_ecr_repository.web",
			"app.json#nowhere.aws_ecr_repository.web",
		]);
	});

	test("has a position within the module", () => {
		const file = aFile(planWith({}, {}));
		const [subject] = readTerraformPlan(file).subjects;
		const at = ["planned_values", "root_module", "child_modules", 0, "child_modules", 0, "resources", 0, "values"];
		expect(subject?.positionOf("encryptionConfiguration")).toEqual(
			file.document.at([...at, "encryption_configuration"], "key"),
		);
	});
});

describe("a plan", () => {
	const one = {
		address: "aws_ecr_repository.web",
		values: { name: "web", encryption_configuration: [{ encryption_type: "KMS" }] },
		unknown: { encryption_configuration: [{ kms_key: true }] },
		expressions: { encryption_configuration: [{ kms_key: { references: ["aws_kms_key.k.arn"] } }] },
	};

	test("ignores data sources that have the same name as a resource", () => {
		const plan = aPlan([one]);
		const { configuration } = plan as { configuration: { root_module: { resources: readonly object[] } } };
		const data = { mode: "data", type: "aws_ecr_repository", name: "web", expressions: { name: {} } };
		const root_module = { resources: [...configuration.root_module.resources, data] };
		const { facts } = onlySubject(readTerraformPlan(aFile({ ...plan, configuration: { root_module } })));
		expect(facts).toMatchObject({ encryption: { kmsKey: "aws_kms_key.k.arn" } });
	});

	test("ignores accounts that other data sources name", () => {
		const account = (type: string, account_id: string) => ({ mode: "data", type, values: { account_id } });
		const resources = [
			account("aws_organizations_account", "444455556666"),
			account("aws_caller_identity", "111122223333"),
		];
		const plan = aPlan([one], { prior_state: { values: { root_module: { resources } } } });
		expect(onlySubject(readTerraformPlan(aFile(plan))).facts).toMatchObject({ account: "111122223333" });
	});

	test("links a repository of another registry to images of that account", () => {
		const image = (account: string) => `${account}.dkr.ecr.eu-west-1.amazonaws.com/web:1`;
		const repository = { ...one, values: { name: "web", registry_id: "444455556666" } };
		const definition = (name: string) => ({
			address: "aws_ecs_task_definition.web",
			values: {
				family: "shop",
				tags: { team: "a" },
				container_definitions: JSON.stringify([{ name: "a", image: name }]),
			},
		});
		const told = (name: string) => readTerraformPlan(aFile(aPlan([definition(name), repository]))).subjects[0]?.facts;
		expect(told(image("444455556666"))).toMatchObject({
			family: "shop",
			tags: { value: { team: "a" } },
			containers: [{ imageRepository: { value: { tagMutability: "MUTABLE" } } }],
		});
		expect(told(image("111122223333"))).toMatchObject({
			containers: [{ imageRepository: { unread: "the plan has no repository with its name" } }],
		});
	});
});
