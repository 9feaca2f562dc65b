/// Names to addresses, and answers to the queries of clients: the choice of a server, the cache.
@NullMarked
package dev.motet.dns;

import org.jspecify.annotations.NullMarked;
