import { looksLikeJson } from "../document/looks-like-json.ts";

const block =
	/^(?:(?:resource|data)[ \t]+"?[\w-]+"?[ \t]+"?[\w-]+"?|(?:module|variable|output|provider)[ \t]+"?[\w-]+"?|terraform|locals)[ \t]*\{/m;
/** A block that may say something of what is judged. */
const relevantBlock =
	/^(?:resource[ \t]+"?aws_ec[rs]_\w+"?[ \t]+"?[\w-]+"?[ \t]*\{|module[ \t]+"?[\w-]+"?[ \t]*\{[^{}]*\bsource\s*=\s*"[^"\n]*(?:ec[rs]|fargate)\b)/m;

/** Whether a text is a file of Terraform: the user named it, or it has ECS or ECR resources, or a module that seems to. */
export const looksLikeTerraform = (text: string, isNamed: boolean): boolean =>
	!looksLikeJson(text) && (isNamed ? block : relevantBlock).test(text);
