/// QUIC (RFC 9000): what packets and frames share.
@NullMarked
package dev.motet.quic;

import org.jspecify.annotations.NullMarked;
