import { wordSet } from "../word-set.ts";
import { decodeBase64 } from "./base64-text.ts";
import { isHarmless, isMixed } from "./harmless-values.ts";

/** Methods of authentication, which are the value of many a setting whose name ends with `AUTH`. */
const schemes = wordSet(`
	anonymous any apikey basic bearer bearertoken cert certificate challenge cookie cram-md5 default digest digest-md5
	disabled external file form gssapi hba hmac htpasswd iam ident internal jwt kerberos key ldap ldaps local login
	md5 mtls native negotiate none ntlm oauth oauth2 oidc openid optional pam password peer plain proxy public radius
	required reject saml saml2 sasl scram scram-sha-1 scram-sha-256 scram-sha-512 session silly simple srp ssl sso tls
	token requested want need oauthbearer trust user userpass x509 xoauth2
	auth0 authelia authentik cognito github gitlab google keycloak zitadel
`);

/** Whether a text names one or several methods of authentication. */
export const isAuthenticationScheme = (text: string): boolean =>
	text.length <= 200 &&
	text
		.trim()
		.toLowerCase()
		.split(/[\s,;|/:+]+/)
		.every((part) => part === "" || schemes.has(part));

const login = /^(?<user>[^\s:/@"']{1,64})[:/](?<secret>[^\s/"'][^\s"']{0,199})$/;

/** `User:admin;User:ANONYMOUS`: names of users, as in lists of access. */
const principal = /^(?:user|group|role|principal|team|service|app|repo|read|write|image|host|https?)$/i;

/** Whether a text has the form `user:secret` or `user/secret`; not a user and its group, a host and its port, an image. */
export function isLogin(text: string): boolean {
	const parts = text.trim().split(",", 20);
	return parts.every(isSingleLogin);
}

function isSingleLogin(text: string): boolean {
	const { user = "", secret = "" } = login.exec(text.trim())?.groups ?? {};
	return secret !== "" && user !== secret && !principal.test(user) && !/^\d{1,5}$/.test(secret) && !isHarmless(secret);
}

/** `user:secret` in Base64, as registries and package managers keep it. */
export const isEncodedLogin = (text: string): boolean => /^[^\s:]{1,64}:\S/.test(decodeBase64(text.trim()) ?? "");

/** `admin:Secret-17`, `administrator%Secret-17`, and in a sentence `admin / Secret-17`. */
const adminLogin =
	/(?:^(?:admin|administrator|root)[:%]|(?<![\w/])(?:admin|administrator|root) \/ )([^\s:/"',]{6,128})$/i;

/** Whether a text has an administrator's name and password, which is no setting, whatever the variable's name. */
export function isAdminLogin(text: string): boolean {
	const [, secret = ""] = adminLogin.exec(text.trim().slice(0, 512)) ?? [];
	return /[A-Za-z]/.test(secret) && /\d/.test(secret) && !isHarmless(secret);
}

/** `shop:4711`: a host and its port, or a user and a password of digits. */
const isPortOrCode = (text: string): boolean =>
	/^[^\s:/@"']{1,64}:\d{1,5}$/.test(text.trim()) && !/^\d/.test(text.trim());

/**
 * Whether the value of a variable whose name speaks of authentication or of users is a credential. Under the name of a user
 * `a:b` may be a user and its group.
 */
export function judgeLogin(text: string, ofUsers: boolean): "credential" | "unknown" | "none" {
	const value = text.trim();
	if (isHarmless(value) || isAuthenticationScheme(value) || /^[\w+.-]{1,32}:\/\//.test(value)) return "none";
	if (isEncodedLogin(value)) return "credential";
	if (isLogin(value)) return !ofUsers || isMixed(value) ? "credential" : "unknown";
	if (ofUsers) return "none";
	if (isPortOrCode(value)) return "unknown";
	return isMixed(value) ? "credential" : /^[A-Za-z]{6,64}$/.test(value) ? "unknown" : "none";
}
