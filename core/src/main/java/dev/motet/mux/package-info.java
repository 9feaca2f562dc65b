/// Several connections, or packets, in one stream.
@NullMarked
package dev.motet.mux;

import org.jspecify.annotations.NullMarked;
