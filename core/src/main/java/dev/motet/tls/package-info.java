/// TLS around a connection: what drives the engine, and its hot path.
@NullMarked
package dev.motet.tls;

import org.jspecify.annotations.NullMarked;
