import type { DocumentReader } from "../reader.ts";
import { looksLikeTerraformPlan } from "./recognize.ts";

export default {
	kind: "terraform-plan",
	source: "document",
	title: "Terraform plans",
	forms: "output of terraform show -json",
	keys: ["planned_values"],
	precedence: 20,
	recognizes: looksLikeTerraformPlan,
	load: async () => (await import("./read.ts")).readTerraformPlan,
	notEditable: "a plan is generated from .tf files: fix those",
} satisfies DocumentReader;
