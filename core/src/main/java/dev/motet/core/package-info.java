/// What a component is and what it can use: sessions, dialers, inbounds, outbounds, the router's
/// interface, and the registry of types.
@NullMarked
package dev.motet.core;

import org.jspecify.annotations.NullMarked;
