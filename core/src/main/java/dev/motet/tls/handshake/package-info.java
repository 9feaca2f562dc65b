/// What the handshakes of TLS need and what they tell: contracts between states, records and
/// callers.
@NullMarked
package dev.motet.tls.handshake;

import org.jspecify.annotations.NullMarked;
