/// Packets of QUIC: headers and their protection (RFC 9000 17, RFC 9001 5).
@NullMarked
package dev.motet.quic.packet;

import org.jspecify.annotations.NullMarked;
