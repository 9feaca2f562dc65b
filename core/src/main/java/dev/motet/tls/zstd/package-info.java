/// A small decoder of Zstandard (RFC 8878) for compressed certificates: the JDK has none, and those
/// for the JVM need native code or `sun.misc.Unsafe`, which warns at every start.
@NullMarked
package dev.motet.tls.zstd;

import org.jspecify.annotations.NullMarked;
