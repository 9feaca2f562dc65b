/// The client's side of TLS 1.3 (RFC 8446) and TLS 1.2 (RFC 5246): a type for each state, which
/// takes the messages that may come then and gives the next state.
@NullMarked
package dev.motet.tls.client;

import org.jspecify.annotations.NullMarked;
