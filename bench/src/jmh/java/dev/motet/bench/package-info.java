/// JMH cases for the hot classes of the core.
@org.jspecify.annotations.NullMarked
package dev.motet.bench;
