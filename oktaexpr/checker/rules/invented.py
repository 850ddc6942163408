"""Names that people and tools make up, and what the language has instead."""

from __future__ import annotations

from collections.abc import Mapping

INVENTED: Mapping[str, str] = {
    "String.regexMatch": 'write `x matches "pattern"`',
    "String.matches": 'write `x matches "pattern"`',
    "String.isMatch": 'write `x matches "pattern"`',
    "String.contains": "did you mean `String.stringContains`?",
    "String.includes": "did you mean `String.stringContains`?",
    "String.indexOf": "did you mean `String.stringContains`?",
    "String.length": "did you mean `String.len`?",
    "String.size": "did you mean `String.len`?",
    "String.isEmpty": 'write `String.len(x) == 0`, or compare with `""` and with `null`',
    "String.isBlank": "write `String.len(String.removeSpaces(x)) == 0`",
    "String.equals": "write `a == b`",
    "String.equalsIgnoreCase": "write `String.toLowerCase(a) == String.toLowerCase(b)`",
    "String.concat": "did you mean `String.append`? `a + b` does it too",
    "String.format": "join the parts with `+`",
    "String.trim": "did you mean `String.removeSpaces`? It takes out every space, inner ones too",
    "String.strip": "did you mean `String.removeSpaces`? It takes out every space, inner ones too",
    "String.split": "take the parts with `String.substringBefore` and `String.substringAfter`",
    "String.left": "write `String.substring(x, 0, n)`",
    "String.right": "write `String.substring(x, String.len(x) - n, String.len(x))`",
    "String.replaceAll": "did you mean `String.replace`? It replaces every occurrence, as plain text",
    "String.switch": "did you mean `String.stringSwitch`?",
    "String.lower": "did you mean `String.toLowerCase`?",
    "String.upper": "did you mean `String.toUpperCase`?",
    "String.to$lower": "did you mean `String.toLowerCase`?",
    "String.to$upper": "did you mean `String.toUpperCase`?",
    "String.toLower": "did you mean `String.toLowerCase`?",
    "String.toUpper": "did you mean `String.toUpperCase`?",
    "Arrays.toCommaSeparatedString": "did you mean `Arrays.toCsvString`?",
    "Arrays.toString": "did you mean `Arrays.toCsvString`?",
    "Arrays.join": "did you mean `Arrays.toCsvString`?",
    "Arrays.length": "did you mean `Arrays.size`?",
    "Arrays.len": "did you mean `Arrays.size`?",
    "Arrays.count": "did you mean `Arrays.size`?",
    "Arrays.first": "did you mean `Arrays.get`? `Arrays.get(x, 0)` is the first element",
    "Arrays.includes": "did you mean `Arrays.contains`?",
    "Arrays.containsAny": "did you mean `Arrays.contains`? Join one call for each value with OR",
    "Arrays.filter": "did you mean `Arrays.contains`, or a selection `list.?[condition]`?",
    "Arrays.map": "write a projection `list.![expression]`",
    "Arrays.concat": "did you mean `Arrays.flatten`?",
    "Arrays.merge": "did you mean `Arrays.flatten`?",
    "Time.today": 'did you mean `Time.now`? `Time.now("UTC", "yyyy-MM-dd")` is the date alone',
    "Time.within": "did you mean `withinDays`? It is a method of a date-time in Identity Engine",
    "Time.format": "did you mean `Time.fromIso8601ToString`?",
    "Time.parse": "did you mean `Time.fromStringToIso8601`?",
    "Time.addDays": "did you mean `plusDays`? It is a method of a date-time in Identity Engine",
    "Time.plusDays": "did you mean `plusDays`? It is a method of a date-time in Identity Engine",
    "Convert.toString": 'write `x + ""`',
    "Convert.toStr": 'write `x + ""`',
    "Convert.toInteger": "did you mean `Convert.toInt`?",
    "Convert.toNumber": "did you mean `Convert.toNum`?",
    "Convert.toBoolean": 'write `x == "true"`',
    "Groups.getNames": "write `user.getGroups({...}).![profile.name]`",
    "user.isInGroup": "did you mean `isMemberOfGroupName`, or `user.isMemberOf` in Identity Engine?",
    "user.inGroup": "did you mean `isMemberOfGroupName`, or `user.isMemberOf` in Identity Engine?",
    "user.hasGroup": "did you mean `isMemberOfGroupName`, or `user.isMemberOf` in Identity Engine?",
    "user.memberOf": "did you mean `isMemberOfGroupName`, or `user.isMemberOf` in Identity Engine?",
    "memberOf": "did you mean `isMemberOfGroupName`?",
    "isMemberOfGroups": "did you mean `isMemberOfAnyGroup`?",
    "isMemberOfAnyGroupName": "join one `isMemberOfGroupName(…)` for each name with OR",
    "isInGroup": "did you mean `isMemberOfGroupName`?",
    "hasGroup": "did you mean `isMemberOfGroupName`?",
    "inGroup": "did you mean `isMemberOfGroupName`?",
    "isNull": "write `x == null`",
    "isEmpty": 'write `x == null OR x == ""`, or `Arrays.isEmpty(x)` for a list',
    "isNullOrEmpty": 'write `x == null OR x == ""`',
    "coalesce": "write `a ?: b`",
    "nvl": "write `a ?: b`",
    "ifNull": "write `a ?: b`",
    "IF": "write `condition ? value : other`",
    "concat": "write `a + b`",
    "contains": "did you mean `String.stringContains` or `Arrays.contains`?",
}
"""Help by the invented name, in the spelling that was seen; looked up without regard to case."""

METHOD_SLIPS: Mapping[str, str] = {
    "len": "length",
    "size": "length",
    "count": "size",
    "includes": "contains",
    "stringContains": "contains",
    "upper": "toUpperCase",
    "toUpper": "toUpperCase",
    "lower": "toLowerCase",
    "toLower": "toLowerCase",
    "toInt": "toInteger",
    "toNum": "toNumber",
    "addDays": "plusDays",
    "within": "withinDays",
    "parseDate": "parseStringTime",
}
"""Methods that exist, by what people write for them."""

WORDS_FOR_NULL = frozenset({"none", "nil", "nul", "undefined", "nothing"})
"""What other languages call null, in small letters."""

_FOLDED = {name.casefold(): help_text for name, help_text in INVENTED.items()}


def help_for(name: str) -> str | None:
    """Return what to write instead of an invented name, None for a name that nobody is known to invent."""
    return _FOLDED.get(name.casefold())
