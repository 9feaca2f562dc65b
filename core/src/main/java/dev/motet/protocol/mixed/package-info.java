/// SOCKS and HTTP on one port.
@NullMarked
package dev.motet.protocol.mixed;

import org.jspecify.annotations.NullMarked;
