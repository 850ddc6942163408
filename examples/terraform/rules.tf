# Group rules: each is a condition in Okta's classic language.

resource "okta_group_rule" "data" {
  name              = "Data people"
  status            = "ACTIVE"
  group_assignments = [okta_group.data.id]
  expression_type   = "urn:okta:expression:1.0"
  expression_value  = "user.department == \"Data\" OR String.stringContains(user.title, \"Analyst\")"
}

# The rule above fills the group that this one asks for.
resource "okta_group_rule" "dbt_developers" {
  name              = "dbt developers"
  group_assignments = [okta_group.dbt_developers.id]
  expression_value  = "isMemberOfAnyGroup(\"${okta_group.data.id}\") AND user.userType == \"Employee\""
}

# The text of this rule stands in groups.tf.
resource "okta_group_rule" "sales" {
  name              = "Sales"
  group_assignments = [okta_group.sales.id]
  expression_value  = local.sales_rule
}

resource "okta_group_rule" "contractors" {
  name              = "Contractors"
  group_assignments = [okta_group.contractors.id]
  expression_value  = "(${var.contractor_condition}) AND user.costCenter == \"${var.cost_center}\""
}

resource "okta_group_rule" "read_only" {
  name              = "dbt read only"
  group_assignments = [okta_group.dbt_read_only.id]
  expression_value  = <<-EOT
    user.department == "Finance"
      AND String.startWith(user.costCenter, "${var.cost_center}")
      AND user.city != "Berlin" AND
  EOT
}

# What Okta refuses in a group rule, and a comment that takes note of it.
resource "okta_group_rule" "joiners" {
  name              = "Joiners"
  group_assignments = [okta_group.data.id]
  expression_value  = "Convert.toInt(user.employeeNumber) > 9000" # oktaexpr: ignore[OEL401]
}

# The same condition and the same group as the first rule.
resource "okta_group_rule" "data_copy" {
  name              = "Data people, copy"
  group_assignments = [okta_group.data.id]
  expression_value  = "user.department==\"Data\" OR String.stringContains(user.title, 'Analyst')"
}
