type Fields = Readonly<Record<string, unknown>>;

/** Lines of JSON for CloudWatch Logs, one per call. */
export interface JsonLog {
	readonly info: (message: string, fields: Fields) => void;
	readonly warn: (message: string, fields: Fields) => void;
	readonly error: (message: string, fields: Fields) => void;
}

/** Every line has its level, time (ISO 8601), service and, in Lambda, the id of the trace. */
export function jsonLog(service: string): JsonLog {
	const log = (level: string) => (message: string, fields: Fields) =>
		write({ level, message, timestamp: new Date().toISOString(), service, ...traceId(), ...fields });
	return { info: log("INFO"), warn: log("WARN"), error: log("ERROR") };
}

/** Writes to standard output directly, because Lambda's console puts a prefix before each line. */
function write(line: Fields): void {
	process.stdout.write(
		`${JSON.stringify(line, (_, value) => (value instanceof Error ? errorFields(value) : value))}\n`,
	);
}

/** Strings only, and one cause deep: errors of the SDK also carry the response, and may refer to themselves. */
function errorFields({ name, message, stack, cause }: Error): Fields {
	if (cause === undefined) return { name, message, stack };
	const causeFields =
		cause instanceof Error ? { name: cause.name, message: cause.message, stack: cause.stack } : String(cause);
	return { name, message, stack, cause: causeFields };
}

/** The id as X-Ray shows it, from `Root=…` in Lambda's environment variable. */
function traceId(): { readonly xray_trace_id?: string } {
	const [, id] = /(?:^|;)Root=([^;]+)/.exec(process.env["_X_AMZN_TRACE_ID"] ?? "") ?? [];
	return id === undefined ? {} : { xray_trace_id: id };
}
