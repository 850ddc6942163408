# Claims of the authorization server, identity providers, and policies.

resource "okta_auth_server_claim" "license" {
  auth_server_id = "default"
  name           = "license"
  claim_type     = "IDENTITY"
  value_type     = "EXPRESSION"
  value          = "IIF(isMemberOf(\"dbt_developers\"), \"developer\", \"read_only\")"
}

resource "okta_auth_server_claim" "groups" {
  auth_server_id    = "default"
  name              = "groups"
  claim_type        = "IDENTITY"
  value_type        = "GROUPS"
  group_filter_type = "STARTS_WITH"
  value             = "dbt_"
}

resource "okta_idp_oidc" "partner" {
  name              = "Partner"
  username_template = "idpuser.email + "
}

resource "okta_app_signon_policy_rule" "risky" {
  name              = "Ask twice when it is risky"
  policy_id         = "00pExample"
  custom_expression = "security.riks.level == \"HIGH\" || user.profile.userType == \"Contractor\""

  platform_include {
    type          = "DESKTOP"
    os_type       = "OTHER"
    os_expression = "^Linux (5|6)\\." # a pattern for systems, and no expression of ours
  }
}

resource "okta_policy_rule_idp_discovery" "partner" {
  name                = "Partners by domain"
  policy_id           = "00pExample"
  selection_type      = "DYNAMIC"
  provider_expression = "login.identifier.substringAfter(\"@\")"
}
