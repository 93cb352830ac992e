/** An error as the SDK throws it: with the service's name for it and the HTTP status of the response. */
export function awsError(name: string, httpStatusCode = 400, message = "said by AWS"): Error {
	return Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode, attempts: 1 } });
}

/** A network error as Node throws it: with a code and without a response. */
export function networkError(code: string, name = "Error"): Error {
	return Object.assign(new Error(`connect ${code}`), { name, code, $metadata: { attempts: 8 } });
}

/** A 200 whose body is not JSON, as the SDK throws it. */
export function unparsable(httpStatusCode = 200): Error {
	return Object.assign(new SyntaxError("Unexpected token '<'"), { $metadata: { httpStatusCode, attempts: 1 } });
}
