import { describe, expect, test } from "@jest/globals";
import { readSource, verdictsOf } from "../../support/terraform.ts";

const repository = (more = ""): string => `resource "aws_ecr_repository" "web" {\n  name = "web"\n${more}}\n`;
const document =
	'{"rules": [{"rulePriority": 1, "action": {"type": "expire"}, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}}]}';
const policy = (repositoryOf = "aws_ecr_repository.web.name", more = ""): string =>
	`resource "aws_ecr_lifecycle_policy" "web" {\n  repository = ${repositoryOf}\n${more}  policy = <<EOF\n${document}\nEOF\n}\n`;
const control = "repository/lifecycle-policy";
const found = (...of: Parameters<typeof readSource>) => verdictsOf(readSource(...of), [control]);

describe("the lifecycle policy of a repository", () => {
	test.each<[string, string, Readonly<Record<string, string>>, string]>([
		["is missing", repository(), {}, "fail main.tf:1"],
		["is in the same file", repository() + policy(), {}, "pass main.tf:6"],
		["is in another file of the folder", repository(), { "policies.tf": policy() }, "pass policies.tf:3"],
		["is in another folder", repository(), { "other/policies.tf": policy() }, "fail main.tf:1"],
		["names it literally", repository() + policy('"web"'), {}, "pass main.tf:6"],
		["may be of another one", repository() + policy("var.name"), {}, "unknown main.tf:1"],
		["may not exist", repository() + policy(undefined, "  count = var.x ? 1 : 0\n"), {}, "unknown main.tf:1"],
		[
			"exists wherever the repository does",
			repository("  count = var.x ? 1 : 0\n") + policy("aws_ecr_repository.web[0].name", "  count = var.x  ?  1 : 0\n"),
			{},
			"pass main.tf:8",
		],
		[
			"exists once for each of its repositories",
			repository("  for_each = var.x\n") + policy("each.value.name", "  for_each = aws_ecr_repository.web\n"),
			{},
			"pass main.tf:8",
		],
		[
			"may be in a module that gets its name",
			`${repository()}module "m" {\n  x = aws_ecr_repository.web.name\n}\n`,
			{},
			"unknown main.tf:1",
		],
		[
			"is not in a module that gets its URL",
			`${repository()}module "m" {\n  x = aws_ecr_repository.web.repository_url\n}\n`,
			{},
			"fail main.tf:1",
		],
		["may be in a file that cannot be read", repository(), { "broken.tf": 'module "x" {' }, "unknown main.tf:1"],
	])("%s", (_, text, others, expected) => {
		expect(found(text, others)).toEqual([`${expected} ${control}`]);
	});

	test.each([
		["cdk.tf.json", '{"resource": {"aws_ecr_lifecycle_policy": {}}}', "cdk.tf.json is not read and may have one"],
		["broken.tf", 'module "x" {', "broken.tf is not read and may have one"],
		["m.tf", 'module "m" {\n  x = aws_ecr_repository.web.name\n}\n', "module m gets its name and may add one"],
		["x_override.tf", 'resource "aws_ecs_service" "a" {\n}\n', "an override file, which is not read, may change it"],
		["p.tf", policy(undefined, "  count = var.x ? 1 : 0\n"), "whether its policy exists is only known in a plan"],
		["p.tf", policy("var.name"), "a policy of the Terraform module may belong to it: the repository of the policy"],
	])("is unknown for the reason that is so: %s %s", (name, text, why) => {
		const [subject] = readSource(repository(), { [name]: text }).subjects;
		expect(subject?.facts).toMatchObject({ lifecyclePolicy: { unread: expect.stringContaining(why) } });
	});

	test("of a repository that is elsewhere is judged alone", () => {
		expect(found(policy('"other"'))).toEqual([`pass main.tf:3 ${control}`]);
	});
});

describe("other settings", () => {
	test.each([
		["", "fail main.tf:1"],
		['  image_tag_mutability = "IMMUTABLE"\n', "pass main.tf:3"],
		["  image_tag_mutability = var.mutability\n", "unknown main.tf:3"],
	])("tags with %s", (more, expected) => {
		const id = "repository/tag-immutability";
		expect(verdictsOf(readSource(repository(more)), [id])).toEqual([`${expected} ${id}`]);
	});

	test("a policy with a principal that is a variable is unknown, and one that anyone may use fails on its line", () => {
		const id = "repository/no-public-access";
		const access = (principal: string) => `${repository()}resource "aws_ecr_repository_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = ${principal}, Action = "ecr:BatchGetImage" }
    ]
  })
}
`;
		expect(verdictsOf(readSource(access('"*"')), [id])).toEqual([`fail main.tf:8 ${id}`]);
		expect(verdictsOf(readSource(access("{ AWS = var.accounts }")), [id])[0]).toMatch(/^unknown /);
	});

	test("an image of a repository of the module has its tag mutability", () => {
		const id = "task-definition/image-pinned";
		const image = "${aws_ecr_repository.web.repository_url}:1.4";
		const text = `resource "aws_ecs_task_definition" "web" {\n  container_definitions = jsonencode([{ name = "a", image = "${image}" }])\n}\n`;
		const immutable = repository('  image_tag_mutability = "IMMUTABLE"\n');
		expect(verdictsOf(readSource(text, { "ecr.tf": repository() }), [id])).toEqual([`fail main.tf:2 ${id} a`]);
		expect(verdictsOf(readSource(text, { "ecr.tf": immutable }), [id])).toEqual([`pass main.tf:2 ${id} a`]);
	});

	test("tags are not all known, because the provider may add some", () => {
		const [subject] = readSource(repository('  tags = { team = "shop", stage = var.stage }\n')).subjects;
		expect(subject?.facts.tags).toMatchObject({ unread: expect.any(String), keys: ["team"] });
	});
});
