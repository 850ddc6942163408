# Rules whose text stands in other files, or is put together there.

variable "berlin_condition" {
  description = "Its value stands in terraform.tfvars."
  type        = string
}

variable "titles" {
  type    = list(string)
  default = ["Analyst", "Engineer"]
}

variable "has_contractors" {
  type = bool
}

resource "okta_group_rule" "interns" {
  name              = "Interns"
  group_assignments = [okta_group.data.id]
  expression_value  = file("${path.module}/rules/interns.oel")
}

resource "okta_group_rule" "titles" {
  name              = "Titles"
  group_assignments = [okta_group.dbt_read_only.id]
  expression_value = templatefile("${path.module}/rules/titles.tftpl", {
    titles   = var.titles
    division = "Field"
  })
}

# One line of it is there only where a variable says so.
resource "okta_group_rule" "suppliers" {
  name              = "Suppliers"
  group_assignments = [okta_group.contractors.id]
  expression_value = replace(<<EOT
user.userType == "Supplier"
%{if var.has_contractors~}
OR user.usertype == "Contractor"
%{endif~}
EOT
  , "\n", " ")
}
