# Apps, what they are told about a user, and the attributes that take it.

resource "okta_app_saml" "dbt" {
  label                    = "dbt platform"
  subject_name_id_template = "$${user.email}"
  user_name_template       = "String.toLowerCase(user.email"
  user_name_template_type  = "CUSTOM"

  attribute_statements {
    name   = "groups"
    type   = "EXPRESSION"
    values = ["user.getGroups({'group.profile.name': 'dbt_.*'}).![name]"]
  }

  attribute_statements {
    name         = "everything"
    type         = "GROUP"
    filter_type  = "REGEX"
    filter_value = ".*"
  }
}

resource "okta_app_oauth" "portal" {
  label                   = "Portal"
  type                    = "web"
  user_name_template      = "$${source.login}" # built in, and no expression
  user_name_template_type = "BUILT_IN"

  groups_claim {
    name  = "groups"
    type  = "EXPRESSION"
    value = "Groups.startsWith(\"OKTA\", \"dbt_\", 200)"
  }
}

resource "okta_app_saml" "imported" {
  label                    = "Written by a tool"
  subject_name_id_template = "${user.login}"
}

resource "okta_app_user_schema_property" "license_type" {
  app_id = okta_app_saml.dbt.id
  index  = "licenseType"
  title  = "License type"
  type   = "string"
  enum   = ["it", "analyst", "developer", "read_only"]
}

data "okta_user_profile_mapping_source" "user" {}

resource "okta_profile_mapping" "dbt" {
  source_id = data.okta_user_profile_mapping_source.user.id
  target_id = okta_app_saml.dbt.id

  mappings {
    id          = "licenseType"
    push_status = "PUSH"
    expression  = <<EOT
String.stringContains(user.title, "Developer")
  ? "developer"
  : "read-only"
EOT
  }

  mappings {
    id         = "costCenter"
    expression = join(" + \"/\" + ", ["user.costcenter", "user.division"])
  }
}
