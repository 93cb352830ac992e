const base64 = /^[A-Za-z0-9+/_-]{4,65536}={0,2}$/;

/** The text that a Base64 text (also base64url) stands for, if it is one of printable characters; null if not. */
export function decodeBase64(text: string): string | null {
	if (!base64.test(text)) return null;
	try {
		const decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
		return /^[\t\n\r\x20-\x7e]+$/.test(decoded) ? decoded : null;
	} catch {
		return null;
	}
}
