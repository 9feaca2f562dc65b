/// Streams, packets, addresses and buffers: the two data types everything else is made of.
@NullMarked
package dev.motet.io;

import org.jspecify.annotations.NullMarked;
