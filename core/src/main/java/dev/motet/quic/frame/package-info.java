/// Frames of QUIC (RFC 9000 19).
@NullMarked
package dev.motet.quic.frame;

import org.jspecify.annotations.NullMarked;
