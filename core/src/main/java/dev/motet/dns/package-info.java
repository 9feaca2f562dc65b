/// Names to addresses: the servers that answer, and the choice among them.
@NullMarked
package dev.motet.dns;

import org.jspecify.annotations.NullMarked;
