/// Outbounds that choose among others: by hand, by delay, by preference, or to spread the load.
@NullMarked
package dev.motet.protocol.group;

import org.jspecify.annotations.NullMarked;
