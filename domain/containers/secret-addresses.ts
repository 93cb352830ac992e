import { uuidPattern } from "./harmless-values.ts";
import { filler, isFiller } from "./token-forms.ts";

/** The published forms of webhooks; no quantifier is unbounded, and none is nested in another. */
const webhooks: readonly RegExp[] = [
	/hooks\.slack(?:-gov)?\.com\/(?:services|triggers|workflows)\/T[A-Z0-9]{6}/,
	/discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{17,20}\/[A-Za-z0-9_-]{20}/,
	/discord:\/\/[A-Za-z0-9_-]{40,100}@\d{17,20}/,
	new RegExp(
		`webhook\\.office\\.com\\/webhookb2\\/${uuidPattern}@${uuidPattern}\\/IncomingWebhook\\/[0-9a-f]{20}`,
		"i",
	),
	new RegExp(`hc-ping\\.com\\/(?:${uuidPattern}|[A-Za-z0-9_-]{22})`, "i"),
	/hooks\.zapier\.com\/hooks\/catch\/\d{4,10}\/[a-z0-9]{6}/,
];
/** Services in the addresses of Shoutrrr and Apprise, whose path consists of tokens. */
const notifiers = new RegExp(
	`(?<![A-Za-z])(?:${[
		"slack|tgram|telegram|gotifys?|pushover|pover|msteams|teams|mattermost|mmosts?|rockets?|rocketchat|ifttt|join|opsgenie",
		"pushbullet|pbul|zulip|googlechat|gchat|lark|bark|wecombot|feishu|dingtalk|pagerduty|twilio|sendgrid|resend",
	].join("|")}):\\/\\/(?:[^\\s/]{1,100}\\/){0,4}[A-Za-z0-9_-]{0,80}\\d[A-Za-z0-9_-]{7,80}`,
);
const address = /https?:\/\/[^\s"'<>\\]{1,2000}/g;
/** A word in a path, after which a segment that looks generated is a secret. */
const beforeSecret = /hook|^(?:bot|key|token|push|receiver|integration|private|secret|ingest|enqueue)$/i;
/** `private-` and a secret in one segment, as in the addresses of calendars. */
const withPrefix = /^(?:private|secret|token|key)[-_=]/i;
const sharedAccess = /&sig=[A-Za-z0-9%_.~+/=-]{20}/;
const query = /[?&](?:sig|signature|code|key|auth|access|apikey|hash)=([A-Za-z0-9%_.~+/=-]{16,512})/g;

/** Whether a text contains an address that is a secret by itself: of a webhook, or with a signature or a key in its query. */
export function hasSecretAddress(text: string): boolean {
	if (webhooks.some((form) => form.test(text) && !isFiller(text, form)) && !/\/X{3}/.test(text)) return true;
	if (sharedAccess.test(text) || (notifiers.test(text) && !isFiller(text, notifiers))) return true;
	return [...text.matchAll(address)].some(([found]) => hasSecretSegment(found) || hasSecretInQuery(found));
}

function hasSecretSegment(found: string): boolean {
	const [before = ""] = found.split(/[?#]/);
	const segments = before.split("/").slice(2);
	const first = segments.findIndex((segment) => beforeSecret.test(segment));
	if (first >= 0 && segments.slice(first + 1).some(isGenerated)) return true;
	return segments.slice(1).some((segment) => withPrefix.test(segment) && isGenerated(segment.replace(withPrefix, "")));
}

const hasSecretInQuery = (found: string): boolean =>
	[...found.matchAll(query)].some(([, value = ""]) => isGenerated(value));

/** Long, with letters and digits, or a UUID; not words, and not filler. */
function isGenerated(segment: string): boolean {
	if (!/^[A-Za-z0-9_%+/=.~-]{16,512}$/.test(segment) || filler.test(segment) || !/[A-Za-z]/.test(segment)) return false;
	return (segment.match(/\d+/g) ?? []).length >= 2 || /[a-z][A-Z][a-z]{0,20}[A-Z]/.test(segment);
}
