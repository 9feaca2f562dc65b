/// TLS around connections: from options to a `Conn`.
@NullMarked
package dev.motet.secure;

import org.jspecify.annotations.NullMarked;
