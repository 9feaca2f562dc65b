/// Certificates and keys: read from PEM, written, and judged. Path validation is the JDK's.
@NullMarked
package dev.motet.tls.cert;

import org.jspecify.annotations.NullMarked;
