"""Judges findings as AWS Security Hub would: `validate_findings.py FILE`, a JSON array of findings.

Each finding is held against the service model that botocore ships (shapes, required members, enums, patterns) and
against the documented lengths in adapters/security-hub/asff-limits.json. One line per fault; exit 1 when there is one,
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
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)")
MOMENTS = ("CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt", "ProcessedAt", "ImagePublishedAt")

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


def faults_of(finding, shape):
    """Every fault of one finding, the model's first."""
    if not isinstance(finding, dict):
        return ["a finding is an object"]
    report = ParamValidator().validate({"Findings": [finding]}, shape)
    faults = report.generate_report().splitlines() if report.has_errors() else []
    faults += values_at(finding, shape.members["Findings"].member, "")
    size = len(json.dumps(finding, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    if size > LIMITS["bytes"]["finding"]:
        faults.append(f"{size} bytes, at most {LIMITS['bytes']['finding']}")
    for path, most in LIMITS["items"].items():
        count = len(at(finding, path.split(".")) or [])
        if count > most:
            faults.append(f"{path}: {count} items, at most {most}")
    return faults + identity_of(finding)


def values_at(value, shape, path):
    """What botocore's validator leaves to the service: enums, patterns, lengths, times."""
    if shape.type_name == "structure" and isinstance(value, dict):
        known = [(key, one) for key, one in value.items() if key in shape.members]
        return [fault for key, one in known for fault in values_at(one, shape.members[key], f"{path}.{key}".lstrip("."))]
    if shape.type_name == "list" and isinstance(value, list):
        return [fault for one in value for fault in values_at(one, shape.member, path)]
    if shape.type_name == "map" and isinstance(value, dict):
        keys = [fault for key in value for fault in values_at(key, shape.key, f"{path}.key")]
        return keys + [fault for one in value.values() for fault in values_at(one, shape.value, f"{path}.value")]
    return text_at(value, shape, path) if isinstance(value, str) else []


def text_at(text, shape, path):
    faults = []
    most = LIMITS["characters"].get(path)
    pattern = shape.metadata.get("pattern")
    if most is not None and len(text) > most:
        faults.append(f"{path}: {len(text)} characters, at most {most}")
    if pattern is not None and not re.search(pattern, text):
        faults.append(f"{path}: {text!r} does not match {pattern}")
    if shape.enum and text not in shape.enum:
        faults.append(f"{path}: {text!r} is not one of {', '.join(shape.enum)}")
    if path.rsplit(".", 1)[-1] in MOMENTS and not MOMENT.fullmatch(text):
        faults.append(f"{path}: {text!r} is not a time with a zone")
    if any("\ud800" <= character <= "\udfff" for character in text):
        faults.append(f"{path}: holds half a character")
    return faults


def identity_of(finding):
    """What the documentation asks of a custom integration: its own account's default product, a format, a severity."""
    faults = []
    account = re.escape(str(finding.get("AwsAccountId")))
    product = str(finding.get("ProductArn", ""))
    if not re.fullmatch(rf"arn:aws[a-z-]*:securityhub:[a-z0-9-]+:{account}:product/{account}/default", product):
        faults.append(f"ProductArn: {product!r} is not the default product of account {account}")
    if finding.get("SchemaVersion") != "2018-10-08":
        faults.append("SchemaVersion: is not 2018-10-08")
    if not isinstance(at(finding, ["FindingProviderFields", "Severity", "Label"]), str):
        faults.append("FindingProviderFields.Severity.Label: is missing")
    types = at(finding, ["FindingProviderFields", "Types"]) or []
    if not types or not all(str(one).split("/")[0] in NAMESPACES for one in types):
        faults.append("FindingProviderFields.Types: are not of a known namespace")
    if not finding.get("Resources"):
        faults.append("Resources: there is none")
    return faults


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
    broken = 0
    for number, finding in enumerate(findings):
        name = finding.get("Id", "no Id") if isinstance(finding, dict) else "no finding"
        faults = faults_of(finding, shape)
        broken += bool(faults)
        for fault in faults:
            print(f"{number} {name}: {fault}")
    print(f"{len(findings)} findings, {broken} invalid", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
