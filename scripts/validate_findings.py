"""Validates findings as AWS Security Hub would: `validate_findings.py FILE`, a JSON array of findings.

Each finding is checked against the service model that botocore ships (shapes, required members, enums, patterns) and
against the documented lengths in adapters/security-hub/asff-limits.json. One line per problem; exit status 1 when there is one,
2 when the file cannot be read.
"""

import json
import re
import sys
from pathlib import Path

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

LIMITS = json.loads((Path(__file__).parent.parent / "adapters/security-hub/asff-limits.json").read_text("utf-8"))
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)")
TIMESTAMP_FIELDS = ("CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt", "ProcessedAt", "ImagePublishedAt")

NAMESPACES = (
    "Software and Configuration Checks",
    "TTPs",
    "Effects",
    "Unusual Behaviors",
    "Sensitive Data Identifications",
)


def request_shape():
    model = ServiceModel(Loader().load_service_model("securityhub", "service-2"))
    return model.operation_model("BatchImportFindings").input_shape


def problems_of(finding, shape):
    """Every problem of one finding, those of the service model first."""
    if not isinstance(finding, dict):
        return ["a finding must be an object"]
    report = ParamValidator().validate({"Findings": [finding]}, shape)
    problems = report.generate_report().splitlines() if report.has_errors() else []
    problems += value_problems(finding, shape.members["Findings"].member, "")
    size = len(json.dumps(finding, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    if size > LIMITS["bytes"]["finding"]:
        problems.append(f"{size} bytes, at most {LIMITS['bytes']['finding']}")
    for path, maximum in LIMITS["items"].items():
        count = len(at(finding, path.split(".")) or [])
        if count > maximum:
            problems.append(f"{path}: {count} items, at most {maximum}")
    return problems + identity_problems(finding)


def value_problems(value, shape, path):
    """Checks what botocore's validator does not: enums, patterns, lengths, times."""
    if shape.type_name == "structure" and isinstance(value, dict):
        known = [(key, one) for key, one in value.items() if key in shape.members]
        return [problem for key, one in known for problem in value_problems(one, shape.members[key], f"{path}.{key}".lstrip("."))]
    if shape.type_name == "list" and isinstance(value, list):
        return [problem for one in value for problem in value_problems(one, shape.member, path)]
    if shape.type_name == "map" and isinstance(value, dict):
        keys = [problem for key in value for problem in value_problems(key, shape.key, f"{path}.key")]
        return keys + [problem for one in value.values() for problem in value_problems(one, shape.value, f"{path}.value")]
    return string_problems(value, shape, path) if isinstance(value, str) else []


def string_problems(text, shape, path):
    problems = []
    maximum = LIMITS["characters"].get(path)
    pattern = shape.metadata.get("pattern")
    if maximum is not None and len(text) > maximum:
        problems.append(f"{path}: {len(text)} characters, at most {maximum}")
    if pattern is not None and not re.search(pattern, text):
        problems.append(f"{path}: {text!r} does not match {pattern}")
    if shape.enum and text not in shape.enum:
        problems.append(f"{path}: {text!r} is not one of {', '.join(shape.enum)}")
    if path.rsplit(".", 1)[-1] in TIMESTAMP_FIELDS and not TIMESTAMP.fullmatch(text):
        problems.append(f"{path}: {text!r} is not a time with a time zone")
    if any("\ud800" <= character <= "\udfff" for character in text):
        problems.append(f"{path}: contains an unpaired surrogate")
    return problems


def identity_problems(finding):
    """Checks what the documentation requires of a custom integration: the default product, schema version, severity, types."""
    problems = []
    account = re.escape(str(finding.get("AwsAccountId")))
    product = str(finding.get("ProductArn", ""))
    if not re.fullmatch(rf"arn:aws[a-z-]*:securityhub:[a-z0-9-]+:{account}:product/{account}/default", product):
        problems.append(f"ProductArn: {product!r} is not the default product of account {account}")
    if finding.get("SchemaVersion") != "2018-10-08":
        problems.append("SchemaVersion: is not 2018-10-08")
    if not isinstance(at(finding, ["FindingProviderFields", "Severity", "Label"]), str):
        problems.append("FindingProviderFields.Severity.Label: is missing")
    types = at(finding, ["FindingProviderFields", "Types"]) or []
    if not types or not all(str(one).split("/")[0] in NAMESPACES for one in types):
        problems.append("FindingProviderFields.Types: not in a known namespace")
    if not finding.get("Resources"):
        problems.append("Resources: is empty")
    return problems


def at(value, path):
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def main(arguments):
    if len(arguments) != 1:
        print("usage: validate_findings.py FILE", file=sys.stderr)
        return 2
    try:
        findings = json.loads(Path(arguments[0]).read_text("utf-8"))
    except (OSError, ValueError) as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 2
    if not isinstance(findings, list):
        print(f"{arguments[0]}: is not an array of findings", file=sys.stderr)
        return 2
    shape = request_shape()
    invalid = 0
    for number, finding in enumerate(findings):
        name = finding.get("Id", "no Id") if isinstance(finding, dict) else "not a finding"
        problems = problems_of(finding, shape)
        invalid += bool(problems)
        for problem in problems:
            print(f"{number} {name}: {problem}")
    print(f"{len(findings)} findings, {invalid} invalid", file=sys.stderr)
    return 1 if invalid else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
