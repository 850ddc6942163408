# The groups that the rules fill and the expressions ask for.

locals {
  dbt_prefix = "dbt_"
  sales_rule = "user.department == \"Sales\" OR user.Division == \"Field\""
}

variable "contractor_condition" {
  description = "Who counts as a contractor."
  type        = string
  default     = "user.userType = \"Contractor\""
}

variable "cost_center" {
  description = "Known when the plan is made, not before."
  type        = string
}

resource "okta_group" "dbt_developers" {
  name = "dbt_developers"
}

resource "okta_group" "dbt_read_only" {
  name = "${local.dbt_prefix}read_only"
}

resource "okta_group" "data" {
  name = "data_team"
}

resource "okta_group" "sales" {
  name = "Sales"
}

resource "okta_group" "contractors" {
  name = "Contractors"
}
