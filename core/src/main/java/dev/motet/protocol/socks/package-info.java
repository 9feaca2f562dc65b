/// SOCKS 4, 4a and 5, both ends, with UDP ASSOCIATE and UDP over TCP.
@NullMarked
package dev.motet.protocol.socks;

import org.jspecify.annotations.NullMarked;
