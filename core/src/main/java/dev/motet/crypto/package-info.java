/// Key derivation and what else several engines need beyond the JDK's own classes.
@NullMarked
package dev.motet.crypto;

import org.jspecify.annotations.NullMarked;
