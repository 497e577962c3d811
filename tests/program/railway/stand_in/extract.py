"""Writes `schema.graphql`: the part of Railway's schema that the documents of the product may use.

Usage: extract.py SCHEMA.json > schema.graphql, where SCHEMA.json is the introspection that Railway's program carries
(`src/gql/schema.json` of github.com/railwayapp/cli) or prints (`railway api schema`). What is deprecated is left out.
"""

import json
import sys

ROOTS = {
    "Query": """apiToken buildLogs deployment deploymentEvents deploymentLogs deployments domains environment environments me
        project projectToken projects serviceInstance template variables workflowStatus workspace""",
    "Mutation": """customDomainCreate deploymentRedeploy deploymentRollback environmentCreate environmentPatchCommit
        projectCreate serviceCreate serviceDomainCreate serviceDomainUpdate serviceInstanceDeployV2
        serviceInstanceUpdate templateDeployV2 variableCollectionUpsert variableUpsert""",
}
TYPES = """AllDomains ApiTokenContext ApiTokenWorkspace Builder CertificateStatus CustomDomain CustomDomainCreateInput CustomDomainStatus
    CustomDomainSyncStatus DNSRecordPurpose DNSRecordStatus DNSRecordType DNSRecords Deployment DeploymentEvent
    DeploymentEventPayload DeploymentEventStep DeploymentListInput DeploymentStatus DeploymentStatusInput Environment
    EnvironmentCreateInput Log LogAttribute PageInfo Project ProjectCreateInput ProjectToken RestartPolicyType Service
    ServiceCreateInput ServiceDomain ServiceDomainCreateInput ServiceDomainSyncStatus ServiceDomainUpdateInput
    ServiceInstance ServiceInstanceUpdateInput ServiceSource ServiceSourceInput Template TemplateDeployPayload
    TemplateDeployV2Input User VariableCollectionUpsertInput VariableUpsertInput WorkflowResult WorkflowStatus
    Workspace""".split()
CONNECTIONS = """EnvironmentServiceInstances ProjectEnvironments ProjectServices QueryDeploymentEvents QueryDeployments
    QueryEnvironments QueryProjects WorkspaceProjects""".split()
TYPES += [name + "Connection" + end for name in CONNECTIONS for end in ("", "Edge")]

# Asked for by `railway config`, and missing from the introspection that the same release carries.
ADDED = {"Environment": ["iacPartials: JSON"]}


def written(kind):
    if kind["kind"] == "NON_NULL":
        return written(kind["ofType"]) + "!"
    return "[" + written(kind["ofType"]) + "]" if kind["kind"] == "LIST" else kind["name"]


def field(one):
    arguments = ", ".join(f"{each['name']}: {written(each['type'])}" for each in one.get("args", []))
    return f"  {one['name']}{f'({arguments})' if arguments else ''}: {written(one['type'])}"


def main():
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    schema = schema.get("data", schema)["__schema"]
    types = {each["name"]: each for each in schema["types"]}
    words = {"OBJECT": "type", "INPUT_OBJECT": "input", "ENUM": "enum"}
    print("# Made by extract.py from the schema of railwayapp/cli 5.43.1; what is deprecated is left out.")
    for name in [*ROOTS, *sorted(TYPES)]:
        one = types[name]
        members = one.get("fields") or one.get("inputFields") or one.get("enumValues")
        members = [each for each in members if not each.get("isDeprecated")]
        if name in ROOTS:
            members = [each for each in members if each["name"] in ROOTS[name].split()]
        print(f"\n{words[one['kind']]} {name} {{")
        for each in members:
            print(field(each) if "type" in each else f"  {each['name']}")
        for line in ADDED.get(name, []):
            print(f"  {line}")
        print("}")


main()
