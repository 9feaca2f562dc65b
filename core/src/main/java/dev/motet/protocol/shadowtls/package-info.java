/// ShadowTLS 1, 2 and 3, both ends: a stream behind the handshake of somebody else's TLS server.
@NullMarked
package dev.motet.protocol.shadowtls;

import org.jspecify.annotations.NullMarked;
