/// The server's side of the handshake of TLS 1.3 (RFC 8446), one type for each state.
@NullMarked
package dev.motet.tls.server;

import org.jspecify.annotations.NullMarked;
