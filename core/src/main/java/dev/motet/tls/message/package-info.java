/// Handshake messages of TLS (RFC 8446), read strictly from bytes alone.
@NullMarked
package dev.motet.tls.message;

import org.jspecify.annotations.NullMarked;
