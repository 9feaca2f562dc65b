/// Encrypted Client Hello (RFC 9849).
@NullMarked
package dev.motet.tls.ech;

import org.jspecify.annotations.NullMarked;
