"""TypeScript for an OpenAPI schema: an interface for each type, and a map of all operations."""

from collections.abc import Mapping
from typing import Any

type Json = Mapping[str, Any]

HEADER = "// Written by `manage.py api_types` from the schema of the JSON interface.\n"
NAMES = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def typescript(openapi: Json) -> str:
    types: Json = openapi["components"]["schemas"]
    operations = {
        f'"{method.upper()} {path}"': operation_type(operation)
        for path, methods in sorted(openapi["paths"].items())
        for method, operation in sorted(methods.items())
    }
    named = [declaration(name, types[name]) for name in sorted(types)]
    return "".join([HEADER, *named, interface("Operations", operations)])


def declaration(name: str, schema: Json) -> str:
    if "properties" in schema:
        return interface(name, fields(schema))
    return f"\nexport type {name} = {type_of(schema)};\n"


def interface(name: str, members: Mapping[str, str]) -> str:
    lines = (f"  {member}: {of};\n" for member, of in members.items())
    return f"\nexport interface {name} {{\n{''.join(lines)}}}\n"


def fields(schema: Json) -> dict[str, str]:
    required = schema.get("required", [])
    return {
        name if name in required else f"{name}?": type_of(field)
        for name, field in schema["properties"].items()
    }


def operation_type(operation: Json) -> str:
    """What is sent and what comes back when all is well."""
    members = {
        place: inline(
            {
                p["name"] if p["required"] else f"{p['name']}?": type_of(p["schema"])
                for p in parameters
            }
        )
        for place in ("path", "query")
        if (parameters := [p for p in operation["parameters"] if p["in"] == place])
    }
    if body := operation.get("requestBody"):
        members["body"] = type_of(body["content"]["application/json"]["schema"])
    (answer,) = (
        answer for code, answer in operation["responses"].items() if int(code) < 300
    )
    content = answer.get("content", {}).get("application/json")
    members["answer"] = type_of(content["schema"]) if content else "undefined"
    return inline(members)


def inline(members: Mapping[str, str]) -> str:
    return f"{{ {'; '.join(f'{name}: {of}' for name, of in members.items())} }}"


def type_of(schema: Json) -> str:
    match schema:
        case {"$ref": str(reference)}:
            return reference.rpartition("/")[2]
        case {"enum": list(values)}:
            return " | ".join(f'"{value}"' for value in values)
        case {"allOf": [one]}:
            return type_of(one)
        case {"anyOf": list(choices)}:
            return " | ".join(type_of(choice) for choice in choices)
        case {"type": "array", "items": items}:
            return f"Array<{type_of(items)}>"
        case {"type": "object", "additionalProperties": values}:
            return f"Record<string, {type_of(values)}>"
        case {"type": str(name)} if name in NAMES:
            return NAMES[name]
    raise NotImplementedError(f"no TypeScript for {dict(schema)}")
