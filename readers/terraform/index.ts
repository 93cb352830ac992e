import { isHclPath } from "../document/walk.ts";
import type { TextReader } from "../reader.ts";
import { looksLikeTerraform } from "./recognize.ts";

export default {
	kind: "terraform",
	source: "text",
	title: "Terraform files",
	forms: ".tf, as far as they write values literally",
	precedence: 5,
	recognizes: looksLikeTerraform,
	namesFile: isHclPath,
	loadComments: async () => (await import("../hcl/body.ts")).hclComments,
	load: async () => (await import("./read.ts")).readTerraform,
	wholeAnswer: "to have all of it judged, check the plan as well: terraform show -json PLAN | shipshape check -",
	notEditable: "Terraform files are not edited: change them as the remediation says",
} satisfies TextReader;
