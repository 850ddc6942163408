"""Regular expressions in the dialect of `java.util.regex` (Java 17), which no pattern can make hang."""

from oktaexpr.values.regex.constructs import CONSTRUCTS, Construct
from oktaexpr.values.regex.pattern import JavaPattern, compile_java

__all__ = ["CONSTRUCTS", "Construct", "JavaPattern", "compile_java"]
