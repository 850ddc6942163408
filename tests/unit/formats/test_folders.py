"""Several Terraform modules in one tree: each folder's names are its own, and folders may well be two orgs."""

from __future__ import annotations

from pathlib import Path

from oktaexpr.formats import FileSettings, check_files

WITHOUT_CACHE = FileSettings(use_cache=False)

_RULE = """
resource "okta_group_rule" "{name}" {{
  name              = "{name} {where}"
  group_assignments = [okta_group.data.id]
  expression_value  = "{condition}"
}}
"""
_LICENSE = """
resource "okta_app_user_schema_property" "a" {{
  app_id = okta_app_saml.this.id
  index  = "license"
  type   = "{kind}"
}}
resource "okta_profile_mapping" "a" {{
  source_id = data.okta_user_profile_mapping_source.user.id
  target_id = okta_app_saml.this.id
  mappings {{
    id         = "license"
    expression = "{expression}"
  }}
}}
"""


def _messages(tree: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    for name, text in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = check_files([tree], WITHOUT_CACHE)
    return [(Path(one.path).relative_to(tree).as_posix(), one.diagnostic.message) for one in found]


def _rule(name: str, where: str, condition: str) -> str:
    return _RULE.format(name=name, where=where, condition=condition)


def test_the_same_rule_of_two_folders_is_that_of_two_orgs(tmp_path: Path) -> None:
    condition = "user.department == 'Data'"
    stages = {f"live/{stage}/main.tf": _rule("data", stage, condition) for stage in ("dev", "prod")}
    assert _messages(tmp_path, stages) == []
    again = {"live/prod/more.tf": _rule("again", "prod", condition)}
    assert _messages(tmp_path, again) == [
        ("live/prod/more.tf", f"the rule does the same as `data prod` in {tmp_path}/live/prod/main.tf")
    ]


def test_a_rule_waits_for_those_of_its_own_folder(tmp_path: Path) -> None:
    reads = r"isMemberOfGroup(\"${okta_group.data.id}\")"
    waits = _rule("waits", "prod", reads).replace("[okta_group.data.id]", '["00gB1"]')
    fills = _rule("fills", "dev", "user.department == 'Data'")
    assert _messages(tmp_path, {"prod/main.tf": waits, "dev/main.tf": fills}) == []
    both = {"prod/main.tf": waits + fills}
    assert _messages(tmp_path, both) == [
        ("prod/main.tf", "another rule fills this group: fills dev -> [okta_group.data.id] -> waits prod")
    ]


def test_a_group_of_a_loop_has_its_name_in_a_chain(tmp_path: Path) -> None:
    text = """
resource "okta_group" "all" {
  for_each = toset(["Data", "Sales"])
  name     = each.value
}
resource "okta_group_rule" "a" {
  name              = "a"
  group_assignments = [okta_group.all["Data"].id]
  expression_value  = "user.department == 'Data'"
}
resource "okta_group_rule" "b" {
  name              = "b"
  group_assignments = [okta_group.all["Sales"].id]
  expression_value  = "isMemberOfGroup(\\"${okta_group.all["Data"].id}\\")"
}
"""
    assert _messages(tmp_path, {"main.tf": text}) == [
        ("main.tf", "another rule fills this group: a -> [Data] -> b")
    ]


def test_what_a_loop_gives_is_another_value_in_each_resource(tmp_path: Path) -> None:
    text = "".join(
        f"""
resource "okta_group_rule" "{name}" {{
  for_each          = var.{name}
  name              = "{name} ${{each.key}}"
  group_assignments = [each.value.group]
  expression_value  = "user.department == \\"${{each.value.department}}\\""
}}
"""
        for name in ("a", "b")
    )
    assert _messages(tmp_path, {"main.tf": text}) == []


def test_the_schema_of_an_app_serves_its_own_folder(tmp_path: Path) -> None:
    text = _LICENSE.format(kind="string", expression="user.license")
    number = _LICENSE.format(kind="integer", expression="String.len(user.login)")
    assert _messages(tmp_path, {"dbt/main.tf": text, "crm/main.tf": number}) == []
    wrong = _LICENSE.format(kind="string", expression="String.len(user.login)")
    assert _messages(tmp_path, {"dbt/main.tf": wrong}) == [
        ("dbt/main.tf", "the target attribute is of type string, not Integer")
    ]


def test_an_expression_whose_engine_is_known_takes_no_usage_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    path.write_text(
        'resource "okta_realm_assignment" "a" {\n  condition_expression = "user.profile.city == \'x\'"\n}\n',
        encoding="utf-8",
    )
    assert check_files([path], FileSettings(usage="group-rule", use_cache=False)) == []
