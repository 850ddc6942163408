berlin_condition = "user.ctiy == \"Berlin\" OR user.postalAddress == \"10115 Berlin\""
