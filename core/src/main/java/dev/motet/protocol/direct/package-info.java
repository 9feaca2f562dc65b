/// Connections that end at this machine's own network stack: the plain way out, and the port
/// forwarder.
@NullMarked
package dev.motet.protocol.direct;

import org.jspecify.annotations.NullMarked;
